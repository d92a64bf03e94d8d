-- Deaths by year as two releases of one data set count them, and the difference. Years
-- that the earlier release does not hold stand with the later one alone. The two are never added.
WITH
-- from shared/two-releases.sql

later AS (
    SELECT
        year(month) AS year, min(source) AS source,
        CAST(sum(value) AS BIGINT) AS deaths,
        count(*) AS months,
        list(claim_id ORDER BY period) AS claims
    FROM later_months
    WHERE quantity = 'ucdp-deaths-best'
    GROUP BY 1
),

earlier AS (
    SELECT
        year(month) AS year,
        CAST(sum(value) AS BIGINT) AS deaths,
        count(*) AS months,
        list(claim_id ORDER BY period) AS claims
    FROM shipped_months
    WHERE quantity = 'ucdp-deaths-best'
    GROUP BY 1
),

compared AS (
    SELECT
        later.year,
        later.source,
        later.deaths,
        earlier.deaths AS earlier_deaths,
        later.deaths - earlier.deaths AS deaths_change,
        list_concat(later.claims, coalesce(earlier.claims, [])) AS claims
    FROM later
    LEFT JOIN earlier ON earlier.year = later.year AND earlier.months = 12
    WHERE later.months = 12
)

SELECT
    CAST(compared.year AS VARCHAR) AS row_id,
    compared.year,
    compared.earlier_deaths,
    compared.deaths,
    compared.deaths_change,
    -- The largest revisions carry their numbers in the picture.
    row_number() OVER (
        ORDER BY abs(compared.deaths_change) DESC NULLS LAST, compared.year DESC
    ) AS deaths_rank,
    compared.source,
    source.carrier AS source_name,
    compared.claims
FROM compared
LEFT JOIN pack_sources AS source ON source.source_id = compared.source
ORDER BY compared.year
