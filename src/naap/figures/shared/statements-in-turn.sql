-- What a publisher gave of one quantity, place and scope, in turn: since when it has not moved, and
-- whether it fell. Flows are left out: two years may be alike.
told AS (
    SELECT
        concat_ws('-', figure.series, figure.record_key) AS row_id,
        figure.quantity,
        figure.place,
        coalesce(figure.scope, '') AS scope,
        figure.unit,
        figure.publisher,
        figure.period,
        figure.period_start,
        figure.period_end AS day,
        -- A running total is dated by its end; a part of it may have another start.
        CASE WHEN quantity.measure = 'cumulative' AND figure.period LIKE '%/%'
            THEN split_part(figure.period, '/', 2)
            ELSE figure.period
        END AS at_date,
        CASE WHEN quantity.measure = 'cumulative' AND figure.period LIKE '%/%'
            THEN figure.period_start
        END AS counted_from,
        figure.value,
        figure.qualifier,
        figure.source,
        figure.stated_on_end,
        figure.claim_id
    FROM figure
    JOIN pack_quantities AS quantity ON quantity.quantity_id = figure.quantity
    WHERE quantity.data_set IS NULL AND quantity.measure <> 'flow'
),

-- One publisher's statements for one date are taken together: several newspapers may carry them.
days AS (
    SELECT
        quantity, place, scope, unit, publisher, day,
        min(value) AS low,
        max(value) AS high,
        min(at_date) AS at_date,
        max(counted_from) AS counted_from
    FROM told
    GROUP BY quantity, place, scope, unit, publisher, day
),

compared AS (
    SELECT
        *,
        lag(low) OVER series AS low_before,
        lag(high) OVER series AS high_before,
        lag(counted_from) OVER series AS counted_from_before
    FROM days
    WINDOW series AS (PARTITION BY quantity, place, scope, unit, publisher ORDER BY day)
),

judged AS (
    SELECT
        *,
        low_before IS NOT NULL AS follows,
        coalesce(low = high AND low = low_before AND high = high_before, FALSE) AS is_unchanged,
        -- A total that starts later may be lower without a fall.
        coalesce(high < low_before, FALSE)
            AND NOT coalesce(counted_from > counted_from_before, FALSE) AS is_lower
    FROM compared
),

numbered AS (
    SELECT
        *,
        sum(CASE WHEN is_unchanged THEN 0 ELSE 1 END) OVER (
            PARTITION BY quantity, place, scope, unit, publisher
            ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS run
    FROM judged
),
