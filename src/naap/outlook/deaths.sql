-- Deaths in organised violence by month (best estimate), or events, for each place of one level: the
-- country, a province or a district. A month that the data set covers and that has no event is a zero; a
-- place that did not exist has no row.
-- A year of which events are in the ledger is counted from them, any other year from the totals
-- that the pack ships; the two are never added.
WITH event_years AS (
    SELECT DISTINCT year(event_start) AS year
    FROM account
    WHERE series = 'ucdp-ged' AND country = $country
),

-- Events placed by the labels of the data set. A district counts those that it places in one.
placed AS (
    SELECT
        CAST(date_trunc('month', account.event_start) AS DATE) AS month,
        place.place_id,
        CASE WHEN $counted = 'events' THEN 1 ELSE account.killed_best END AS counted
    FROM account
    JOIN pack_place_labels AS label
        ON label.data_set = account.series
        AND label.label_1 = account.area_1
        AND coalesce(label.valid_from_start, account.event_start) <= account.event_start
        AND coalesce(label.valid_to_end, account.event_start) >= account.event_start
    JOIN pack_places AS place ON place.place_id = label.place_id AND place.level = $level
    WHERE account.series = 'ucdp-ged' AND account.country = $country
        AND (
            (place.level = 'province' AND label.label_2 IS NULL)
            OR (
                place.level = 'district' AND account.place_precision IN ('1', '2', '3')
                AND coalesce(label.label_2, '') = coalesce(account.area_2, '')
            )
        )
    UNION ALL
    SELECT CAST(date_trunc('month', event_start) AS DATE) AS month, country AS place_id,
        CASE WHEN $counted = 'events' THEN 1 ELSE killed_best END AS counted
    FROM account
    WHERE series = 'ucdp-ged' AND country = $country AND $level = 'country'
),

shipped AS (
    SELECT figure.period_start AS month, figure.place AS place_id, figure.value AS counted
    FROM figure
    JOIN pack_places AS place ON place.place_id = figure.place AND place.level = $level
    WHERE figure.aggregate_of = 'ucdp-ged'
        AND figure.quantity
            = CASE WHEN $counted = 'events' THEN 'ucdp-events' ELSE 'ucdp-deaths-best' END
        AND length(figure.period) = 7
        -- Of the country its total; of a province its parts, which are the types of violence.
        AND (figure.scope = 'ucdp-organised-violence') = ($level = 'country')
        AND year(figure.period_start) NOT IN (SELECT year FROM event_years)
),

parts AS (
    SELECT month, place_id, counted FROM placed
    UNION ALL
    SELECT month, place_id, counted FROM shipped
),

-- Months that the data set covers. A year of events is covered whole, up to the year before or
-- after if that has events too; else from its first event, or to its last, since a release may hold
-- part of a year. Or the pack ships a total of the country: of districts nothing is shipped by month.
spans AS (
    SELECT
        year(account.event_start) AS year,
        CASE WHEN max(before.year) IS NULL THEN month(min(account.event_start)) ELSE 1 END
            AS first_month,
        CASE WHEN max(after.year) IS NULL THEN month(max(account.event_start)) ELSE 12 END
            AS last_month
    FROM account
    LEFT JOIN event_years AS before ON before.year = year(account.event_start) - 1
    LEFT JOIN event_years AS after ON after.year = year(account.event_start) + 1
    WHERE account.series = 'ucdp-ged' AND account.country = $country
    GROUP BY 1
),

covered AS (
    SELECT CAST(unnest(generate_series(
        make_date(year, first_month, 1), make_date(year, last_month, 1), INTERVAL 1 MONTH
    )) AS DATE) AS month
    FROM spans
    UNION
    SELECT period_start
    FROM figure
    WHERE aggregate_of = 'ucdp-ged' AND place = $country AND length(period) = 7
        AND ($level <> 'district' OR year(period_start) IN (SELECT year FROM event_years))
)

SELECT
    place.place_id,
    year(covered.month) AS year,
    month(covered.month) AS month,
    CAST(coalesce(sum(parts.counted), 0) AS BIGINT) AS counted
FROM pack_places AS place
CROSS JOIN covered
LEFT JOIN parts ON parts.place_id = place.place_id AND parts.month = covered.month
WHERE place.level = $level
    AND ($level <> 'country' OR place.place_id = $country)
    AND coalesce(place.valid_from_start, covered.month) <= covered.month
    AND coalesce(place.valid_to_end, covered.month) >= covered.month
    -- Nothing is known of places when nothing of their level was ever counted.
    AND (SELECT count(*) FROM parts) > 0
GROUP BY place.place_id, covered.month
ORDER BY place.place_id, covered.month
