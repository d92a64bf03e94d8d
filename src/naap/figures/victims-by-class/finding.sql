-- The latest year for which a publisher gave all three classes: the first such publisher.
WITH
-- from shared/yearly-statements.sql

stated AS (
    SELECT
        publisher, coalesce(scope, '') AS scope, period, quantity,
        CAST(value AS BIGINT) AS value, claim_id
    FROM yearly
    WHERE quantity IN ('killed-civilians', 'killed-security-forces', 'killed-militants')
        AND statement = 1
),

complete AS (
    SELECT
        stated.publisher, stated.scope, stated.period, min(body.label) AS label,
        row_number() OVER (
            ORDER BY stated.period DESC, min(body.position_in_file), stated.scope
        ) AS place
    FROM stated
    JOIN pack_bodies AS body ON body.body_id = stated.publisher
    GROUP BY stated.publisher, stated.scope, stated.period
    HAVING count(DISTINCT stated.quantity) = 3
)

SELECT
    complete.label AS publisher,
    complete.period AS year,
    max(stated.value) FILTER (WHERE stated.quantity = 'killed-civilians') AS civilians,
    max(stated.value) FILTER (WHERE stated.quantity = 'killed-security-forces') AS forces,
    max(stated.value) FILTER (WHERE stated.quantity = 'killed-militants') AS militants,
    list(stated.claim_id) FILTER (WHERE stated.quantity = 'killed-civilians') AS civilians_claims,
    list(stated.claim_id) FILTER (WHERE stated.quantity = 'killed-security-forces')
        AS forces_claims,
    list(stated.claim_id) FILTER (WHERE stated.quantity = 'killed-militants')
        AS militants_claims
FROM stated
JOIN complete
    ON complete.publisher = stated.publisher
    AND complete.scope = stated.scope
    AND complete.period = stated.period
WHERE complete.place = 1
GROUP BY complete.label, complete.period
