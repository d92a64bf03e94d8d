-- The year chosen, its publishers, and the lowest and highest number of people killed.
WITH
-- from shared/publishers-one-year.sql

SELECT
    min(numbered.period) AS year,
    count(DISTINCT numbered.publisher) AS publishers,
    CAST(min(numbered.value) FILTER (WHERE numbered.quantity = 'killed') AS BIGINT) AS low,
    CAST(max(numbered.value) FILTER (WHERE numbered.quantity = 'killed') AS BIGINT) AS high,
    list(numbered.claim_id ORDER BY numbered.claim_id) AS publishers_claims,
    [min_by(numbered.claim_id, numbered.value) FILTER (WHERE numbered.quantity = 'killed')]
        AS low_claims,
    [max_by(numbered.claim_id, numbered.value) FILTER (WHERE numbered.quantity = 'killed')]
        AS high_claims
FROM numbered
JOIN chosen ON chosen.period = numbered.period
HAVING count(*) FILTER (WHERE numbered.quantity = 'killed') > 1
