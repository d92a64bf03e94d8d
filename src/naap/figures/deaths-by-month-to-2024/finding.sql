-- Deaths of the later release, and in how many months, and by how much, it differs from the one
-- that is shipped.
WITH
-- from shared/two-releases.sql

later AS (
    SELECT month, value AS deaths, claim_id FROM later_months WHERE quantity = 'ucdp-deaths-best'
),

shipped AS (
    SELECT month, value AS deaths, claim_id FROM shipped_months WHERE quantity = 'ucdp-deaths-best'
),

both_known AS (
    SELECT
        later.month, later.deaths - shipped.deaths AS difference,
        [later.claim_id, shipped.claim_id] AS claims
    FROM later
    JOIN shipped ON shipped.month = later.month
),

revised AS (
    SELECT
        count(*) FILTER (WHERE difference <> 0) AS months,
        count(*) AS compared,
        CAST(sum(difference) AS BIGINT) AS net,
        flatten(list(claims ORDER BY month) FILTER (WHERE difference <> 0)) AS months_claims,
        flatten(list(claims ORDER BY month)) AS compared_claims
    FROM both_known
)

SELECT
    CAST(sum(later.deaths) AS BIGINT) AS deaths,
    strftime(min(later.month), '%Y') AS first_year,
    strftime(max(later.month), '%Y') AS last_year,
    revised.months,
    revised.compared,
    list(later.claim_id ORDER BY later.month) AS deaths_claims,
    revised.months_claims,
    revised.compared_claims
FROM later
CROSS JOIN revised
WHERE revised.months > 0
GROUP BY revised.months, revised.compared, revised.months_claims, revised.compared_claims
