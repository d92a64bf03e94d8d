-- In how many of the years that both releases hold the deaths differ, and where they differ most.
WITH
-- from shared/two-releases.sql

later AS (
    SELECT
        year(month) AS year, CAST(sum(value) AS BIGINT) AS deaths,
        list(claim_id ORDER BY period) AS claims
    FROM later_months
    WHERE quantity = 'ucdp-deaths-best'
    GROUP BY 1
    HAVING count(*) = 12
),

earlier AS (
    SELECT
        year(month) AS year, CAST(sum(value) AS BIGINT) AS deaths,
        list(claim_id ORDER BY period) AS claims
    FROM shipped_months
    WHERE quantity = 'ucdp-deaths-best'
    GROUP BY 1
    HAVING count(*) = 12
),

both_known AS (
    SELECT
        later.year, earlier.deaths AS before, later.deaths AS after,
        earlier.claims AS before_claims, later.claims AS after_claims,
        row_number() OVER (
            ORDER BY abs(later.deaths - earlier.deaths) DESC, later.year DESC
        ) AS place
    FROM later
    JOIN earlier ON earlier.year = later.year
),

counted AS (
    SELECT
        count(*) AS compared,
        count(*) FILTER (WHERE before <> after) AS years,
        flatten(list(list_concat(before_claims, after_claims) ORDER BY year)) AS compared_claims,
        flatten(
            list(list_concat(before_claims, after_claims) ORDER BY year)
            FILTER (WHERE before <> after)
        ) AS years_claims
    FROM both_known
)

SELECT
    counted.years,
    counted.compared,
    CAST(largest.year AS VARCHAR) AS year,
    largest.before,
    largest.after,
    counted.years_claims,
    counted.compared_claims,
    largest.before_claims,
    largest.after_claims
FROM counted
JOIN both_known AS largest ON largest.place = 1
WHERE counted.years > 0
