-- The year chosen, its publishers, and the lowest and highest number of people killed.
WITH
-- from shared/yearly-statements.sql

-- from shared/publishers-one-year.sql

SELECT
    min(stated.period) AS year,
    count(DISTINCT stated.publisher) AS publishers,
    CAST(min(stated.value) FILTER (WHERE stated.quantity = 'killed') AS BIGINT) AS low,
    CAST(max(stated.value) FILTER (WHERE stated.quantity = 'killed') AS BIGINT) AS high,
    list(stated.claim_id ORDER BY stated.claim_id) AS publishers_claims,
    [min_by(stated.claim_id, stated.value) FILTER (WHERE stated.quantity = 'killed')]
        AS low_claims,
    [max_by(stated.claim_id, stated.value) FILTER (WHERE stated.quantity = 'killed')]
        AS high_claims
FROM stated
JOIN chosen ON chosen.period = stated.period
HAVING count(*) FILTER (WHERE stated.quantity = 'killed') > 1
