-- The publisher with the longest series of attacks, and what each one states.
plan AS (
    SELECT year(min(adopted_start)) AS adopted FROM pack_plans
),

stated AS (
    SELECT
        publisher, quantity, coalesce(scope, '') AS scope, period, year, value, qualifier, unit,
        source, claim_id, statement
    FROM yearly
    WHERE quantity IN ('attacks', 'killed')
),

longest AS (
    SELECT
        stated.publisher, stated.scope, min(body.label) AS label,
        row_number() OVER (
            ORDER BY count(DISTINCT stated.year) DESC, min(body.position_in_file), stated.scope
        ) AS place
    FROM stated
    JOIN pack_bodies AS body ON body.body_id = stated.publisher
    WHERE stated.quantity = 'attacks'
    GROUP BY stated.publisher, stated.scope
),
