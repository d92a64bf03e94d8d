-- The first and the last count of attacks in the five years after the plan, as the publisher with the longest
-- series of attacks states them.
WITH plan AS (
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

told AS (
    SELECT stated.period, stated.year, stated.value, stated.claim_id, longest.label
    FROM stated
    JOIN longest ON longest.publisher = stated.publisher AND longest.scope = stated.scope
    CROSS JOIN plan
    WHERE longest.place = 1 AND stated.statement = 1
        AND stated.year BETWEEN adopted + 1 AND adopted + 5
)

SELECT
    min(label) AS publisher,
    min_by(value, year) AS first_count,
    min(period) AS first_year,
    max_by(value, year) AS last_count,
    max(period) AS last_year,
    [min_by(claim_id, year)] AS first_count_claims,
    [max_by(claim_id, year)] AS last_count_claims
FROM told
-- Of one year alone there is nothing to compare.
HAVING min(period) <> max(period)
