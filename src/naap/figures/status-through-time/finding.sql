-- Of the numbers that a publisher gave again for a later date, how many had not moved, and how
-- many running totals had fallen. Statements of one publisher for one date count as one number.
WITH told AS (
    SELECT
        concat_ws('|', figure.quantity, figure.place, figure.scope, figure.unit, figure.publisher)
            AS series,
        figure.period_end AS day,
        quantity.measure,
        CASE WHEN quantity.measure = 'cumulative' AND figure.period LIKE '%/%'
            THEN figure.period_start
        END AS counted_from,
        figure.value,
        figure.claim_id
    FROM figure
    JOIN pack_quantities AS quantity ON quantity.quantity_id = figure.quantity
    JOIN (
        SELECT DISTINCT quantity_id
        FROM (SELECT quantity_id, unnest(point_ids) AS point_id FROM pack_quantities)
    ) AS of_plan ON of_plan.quantity_id = figure.quantity
    WHERE quantity.data_set IS NULL AND quantity.measure <> 'flow'
),

days AS (
    SELECT
        series, day, measure,
        min(value) AS low,
        max(value) AS high,
        max(counted_from) AS counted_from
    FROM told
    GROUP BY series, day, measure
),

later AS (
    SELECT *
    FROM (
        SELECT
            *,
            lag(low) OVER (PARTITION BY series ORDER BY day) AS low_before,
            lag(high) OVER (PARTITION BY series ORDER BY day) AS high_before,
            lag(counted_from) OVER (PARTITION BY series ORDER BY day) AS counted_from_before
        FROM days
    )
    WHERE low_before IS NOT NULL
),

judged AS (
    SELECT
        series,
        day,
        low = high AND low = low_before AND high = high_before AS is_unchanged,
        measure = 'cumulative'
            AND high < low_before
            AND NOT coalesce(counted_from > counted_from_before, FALSE) AS fell
    FROM later
),

claims AS (
    SELECT
        list(told.claim_id ORDER BY told.claim_id) AS of_all,
        list(told.claim_id ORDER BY told.claim_id) FILTER (WHERE judged.is_unchanged)
            AS of_unchanged,
        list(told.claim_id ORDER BY told.claim_id) FILTER (WHERE judged.fell) AS of_fallen
    FROM judged
    JOIN told ON told.series = judged.series AND told.day = judged.day
),

counts AS (
    SELECT
        count(*) AS later,
        count(*) FILTER (WHERE is_unchanged) AS unchanged,
        count(*) FILTER (WHERE fell) AS fallen
    FROM judged
)

-- A count of none rests on every number that was looked at.
SELECT
    counts.later,
    counts.unchanged,
    counts.fallen,
    claims.of_all AS later_claims,
    coalesce(claims.of_unchanged, claims.of_all) AS unchanged_claims,
    coalesce(claims.of_fallen, claims.of_all) AS fallen_claims
FROM counts
CROSS JOIN claims
