-- The latest year for which a publisher gave all three classes: the first such publisher.
WITH stated AS (
    SELECT
        figure.publisher, coalesce(figure.scope, '') AS scope, figure.period, figure.quantity,
        CAST(figure.value AS BIGINT) AS value, figure.claim_id,
        row_number() OVER (
            PARTITION BY figure.publisher, figure.scope, figure.period, figure.quantity
            ORDER BY figure.stated_on_end DESC NULLS LAST, figure.series, figure.record_key
        ) AS statement
    FROM figure
    WHERE figure.quantity IN ('killed-civilians', 'killed-security-forces', 'killed-militants')
        AND figure.place = $country
        AND length(figure.period) = 4
),

complete AS (
    SELECT
        stated.publisher, stated.scope, stated.period, min(body.label) AS label,
        row_number() OVER (
            ORDER BY stated.period DESC, min(body.position_in_file), stated.scope
        ) AS place
    FROM stated
    JOIN pack_bodies AS body ON body.body_id = stated.publisher
    WHERE stated.statement = 1
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
WHERE complete.place = 1 AND stated.statement = 1
GROUP BY complete.label, complete.period
