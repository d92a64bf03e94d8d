-- Deaths and events by year and district: one row for each claim that tells of them.
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
    WHERE account.series = 'ucdp-ged' AND account.country = $country
        AND account.place_precision IN ('1', '2', '3')
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
