-- The latest year that at least two publishers count: the lowest and the highest count of attacks,
-- from the statements that each publisher made last. Two made on one day both count.
WITH
-- from shared/yearly-statements.sql

told AS (
    SELECT
        publisher, period, value, claim_id,
        rank() OVER (
            PARTITION BY publisher, scope, period ORDER BY stated_on_end DESC NULLS LAST
        ) AS statement
    FROM yearly
    WHERE quantity = 'attacks'
),

latest AS (
    SELECT max(period) AS period
    FROM (SELECT period FROM told GROUP BY period HAVING count(DISTINCT publisher) > 1)
)

SELECT
    told.period AS year,
    count(DISTINCT told.publisher) AS publishers,
    CAST(min(told.value) AS BIGINT) AS low,
    CAST(max(told.value) AS BIGINT) AS high,
    list(told.claim_id ORDER BY told.value, told.claim_id) AS publishers_claims,
    list(told.claim_id ORDER BY told.value, told.claim_id)[1:1] AS low_claims,
    list(told.claim_id ORDER BY told.value DESC, told.claim_id)[1:1] AS high_claims
FROM told
JOIN latest ON latest.period = told.period
WHERE told.statement = 1
GROUP BY told.period
