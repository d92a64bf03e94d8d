-- The value that one publisher gave for the longest time without a change.
WITH told AS (
    SELECT
        concat_ws('|', figure.quantity, figure.place, figure.scope, figure.unit, figure.publisher)
            AS series,
        figure.quantity,
        figure.place,
        coalesce(figure.scope, '') AS scope,
        figure.unit,
        figure.publisher,
        quantity.name AS quantity_name,
        quantity.position_in_file AS quantity_position,
        figure.period_end AS day,
        CASE WHEN quantity.measure = 'cumulative' AND figure.period LIKE '%/%'
            THEN split_part(figure.period, '/', 2)
            ELSE figure.period
        END AS at_date,
        figure.value,
        figure.claim_id
    FROM figure
    JOIN pack_quantities AS quantity ON quantity.quantity_id = figure.quantity
    WHERE quantity.data_set IS NULL AND quantity.measure <> 'flow'
),

days AS (
    SELECT
        series, quantity_name, quantity_position, place, scope, unit, publisher, day,
        min(value) AS low,
        max(value) AS high,
        min(at_date) AS at_date
    FROM told
    GROUP BY series, quantity_name, quantity_position, place, scope, unit, publisher, day
),

compared AS (
    SELECT
        *,
        lag(low) OVER (PARTITION BY series ORDER BY day) AS low_before,
        lag(high) OVER (PARTITION BY series ORDER BY day) AS high_before
    FROM days
),

numbered AS (
    SELECT
        *,
        sum(
            CASE WHEN low = high AND low = low_before AND high = high_before THEN 0 ELSE 1 END
        ) OVER (
            PARTITION BY series ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS run
    FROM compared
),

longest AS (
    SELECT
        numbered.series,
        numbered.run,
        numbered.quantity_name,
        bodies.label AS publisher,
        min(numbered.low) AS value,
        min_by(numbered.at_date, numbered.day) AS first_date,
        max_by(numbered.at_date, numbered.day) AS last_date,
        row_number() OVER (
            ORDER BY
                date_diff('day', min(numbered.day), max(numbered.day)) DESC,
                numbered.quantity_position, min(places.position_in_file), numbered.scope,
                numbered.unit, min(bodies.position_in_file), min(numbered.day)
        ) AS run_rank
    FROM numbered
    JOIN pack_places AS places ON places.place_id = numbered.place
    JOIN pack_bodies AS bodies ON bodies.body_id = numbered.publisher
    GROUP BY
        numbered.series, numbered.run, numbered.quantity_name, numbered.quantity_position,
        numbered.scope, numbered.unit, bodies.label
    HAVING count(*) > 1 AND date_diff('day', min(numbered.day), max(numbered.day)) >= 30
)

SELECT
    longest.quantity_name AS quantity,
    longest.publisher,
    longest.first_date,
    longest.last_date,
    longest.value,
    count(*) AS statements,
    list(told.claim_id ORDER BY told.day, told.claim_id) AS value_claims,
    list(told.claim_id ORDER BY told.day, told.claim_id) AS statements_claims
FROM longest
JOIN numbered ON numbered.series = longest.series AND numbered.run = longest.run
JOIN told ON told.series = numbered.series AND told.day = numbered.day
WHERE longest.run_rank = 1
GROUP BY
    longest.quantity_name, longest.publisher, longest.first_date, longest.last_date, longest.value
