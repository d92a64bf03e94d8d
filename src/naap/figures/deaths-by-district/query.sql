-- People killed in organised violence by district, over all years, best estimate. Districts stand in
-- the pack's geographic order; one without an event has no row.
WITH
-- from shared/event-years.sql

-- from shared/district-deaths.sql

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
