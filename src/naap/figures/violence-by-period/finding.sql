-- The last year that is covered from end to end, and the mean of the five years before it.
WITH months AS (
WITH
-- from shared/event-years.sql

-- from shared/monthly-violence.sql
SELECT * FROM together
),

summed AS (
    SELECT
        year(month) AS year, CAST(sum(best) AS BIGINT) AS best,
        flatten(list(claims ORDER BY month)) AS claims
    FROM months
    GROUP BY 1
    HAVING count(*) = 12
),

last_one AS (
    SELECT max(year) AS year FROM summed
)

SELECT
    CAST(now.year AS VARCHAR) AS year,
    now.best,
    CAST(round(avg(past.best), 0) AS BIGINT) AS mean,
    now.claims AS best_claims,
    flatten(list(past.claims ORDER BY past.year)) AS mean_claims
FROM summed AS now
JOIN last_one ON last_one.year = now.year
JOIN summed AS past ON past.year BETWEEN now.year - 5 AND now.year - 1
GROUP BY now.year, now.best, now.claims
HAVING count(*) = 5
