-- People killed in organised violence by district, over all years, best estimate. Districts stand in
-- the pack's geographic order; one without an event has no row.
WITH event_years AS (
    SELECT DISTINCT year(event_start) AS year FROM account WHERE series = 'ucdp-ged'
),

-- Events placed by the labels of the data set, if it knows the district. A label of a whole
-- province that names a district is for events that name no other one.
placed AS (
    SELECT
        year(account.event_start) AS year,
        place.place_id,
        account.killed_best AS deaths,
        1 AS events,
        account.claim_id
    FROM account
    JOIN pack_place_labels AS label
        ON label.data_set = account.series
        AND label.label_1 = account.area_1
        AND coalesce(label.label_2, '') = coalesce(account.area_2, '')
        AND coalesce(label.valid_from_start, account.event_start) <= account.event_start
        AND coalesce(label.valid_to_end, account.event_start) >= account.event_start
    JOIN pack_places AS place ON place.place_id = label.place_id AND place.level = 'district'
    WHERE account.series = 'ucdp-ged' AND account.place_precision IN ('1', '2', '3')
),

shipped AS (
    SELECT
        CAST(figure.period AS INTEGER) AS year, figure.place AS place_id,
        CASE WHEN figure.quantity = 'ucdp-deaths-best' THEN figure.value ELSE 0 END AS deaths,
        CASE WHEN figure.quantity = 'ucdp-events' THEN figure.value ELSE 0 END AS events,
        figure.claim_id
    FROM figure
    JOIN pack_places AS place ON place.place_id = figure.place AND place.level = 'district'
    WHERE figure.aggregate_of = 'ucdp-ged'
        AND figure.quantity IN ('ucdp-deaths-best', 'ucdp-events')
        AND length(figure.period) = 4
        AND CAST(figure.period AS INTEGER) NOT IN (SELECT year FROM event_years)
),

parts AS (
    SELECT year, place_id, deaths, events, claim_id FROM placed
    UNION ALL
    SELECT year, place_id, deaths, events, claim_id FROM shipped
),

-- Where a district lies: the province of today, or the last one.
parents AS (
    SELECT
        parent.place_id, province.name, province.position,
        row_number() OVER (
            PARTITION BY parent.place_id ORDER BY parent.valid_to_end DESC NULLS FIRST
        ) AS place
    FROM pack_place_parents AS parent
    JOIN pack_places AS province
        ON province.place_id = parent.parent_id AND province.level = 'province'
)

SELECT
    parts.place_id AS row_id,
    parts.place_id,
    district.name AS place_name,
    coalesce(parents.name, '') AS province_name,
    min(parts.year) AS first_year,
    max(parts.year) AS last_year,
    CAST(sum(parts.deaths) AS BIGINT) AS value,
    CAST(sum(parts.events) AS BIGINT) AS events,
    CAST(district.longitude AS DOUBLE) AS lon,
    CAST(district.latitude AS DOUBLE) AS lat,
    -- One district of each province is named in the picture, to read it by.
    row_number() OVER (
        PARTITION BY parents.name ORDER BY sum(parts.deaths) DESC, parts.place_id
    ) = 1 AS named,
    list(parts.claim_id ORDER BY parts.claim_id) AS claims
FROM parts
JOIN pack_places AS district ON district.place_id = parts.place_id
LEFT JOIN parents ON parents.place_id = parts.place_id AND parents.place = 1
GROUP BY
    parts.place_id, district.name, parents.name, parents.position, district.position,
    district.longitude, district.latitude
ORDER BY parents.position, district.position, parts.place_id
