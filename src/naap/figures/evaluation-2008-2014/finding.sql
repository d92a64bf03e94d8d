-- The highest and the latest count of attacks up to the year of the plan, as the publisher with the longest
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
        AND stated.year BETWEEN adopted - 6 AND adopted
)

SELECT
    min(label) AS publisher,
    max(value) AS most,
    max_by(period, value) AS most_year,
    max_by(value, year) AS last_count,
    max(period) AS last_year,
    [max_by(claim_id, value)] AS most_claims,
    [max_by(claim_id, year)] AS last_count_claims
FROM told
-- Of one year alone there is nothing to compare.
HAVING max_by(period, value) <> max(period)
