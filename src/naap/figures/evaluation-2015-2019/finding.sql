-- The first and the last count of attacks in the five years after the plan, as the publisher with the longest
-- series of attacks states them.
WITH
-- from shared/yearly-statements.sql

-- from shared/longest-attacks.sql

told AS (
    SELECT
        stated.period, stated.year, CAST(stated.value AS BIGINT) AS value, stated.claim_id,
        longest.label
    FROM stated
    JOIN longest ON longest.publisher = stated.publisher AND longest.scope = stated.scope
    CROSS JOIN plan
    WHERE longest.place = 1 AND stated.quantity = 'attacks' AND stated.statement = 1
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
