plan AS (
    SELECT year(min(adopted_start)) AS adopted FROM pack_plans
),

stated AS (
    SELECT
        figure.publisher, coalesce(figure.scope, '') AS scope, figure.period, figure.claim_id,
        CAST(figure.period AS INTEGER) AS year, CAST(figure.value AS BIGINT) AS value,
        row_number() OVER (
            PARTITION BY figure.publisher, figure.scope, figure.period
            ORDER BY figure.stated_on_end DESC NULLS LAST, figure.series, figure.record_key
        ) AS statement
    FROM figure
    WHERE figure.quantity = 'attacks' AND figure.place = $country AND length(figure.period) = 4
),

longest AS (
    SELECT
        stated.publisher, stated.scope, min(body.label) AS label,
        row_number() OVER (
            ORDER BY count(DISTINCT stated.year) DESC, min(body.position_in_file), stated.scope
        ) AS place
    FROM stated
    JOIN pack_bodies AS body ON body.body_id = stated.publisher
    GROUP BY stated.publisher, stated.scope
),
