-- In how many of the years that several publishers count the highest number of people killed is at
-- least twice the lowest.
WITH by_year AS (
    WITH
-- from shared/yearly-statements.sql

-- from shared/publishers-apart.sql
    SELECT
        spread.year, max(spread.highest) >= 2 * min(spread.lowest) AS wide,
        flatten(list(spread.claims ORDER BY spread.publisher, spread.scope)) AS claims
    FROM spread
    JOIN several ON several.quantity = spread.quantity AND several.year = spread.year
    WHERE spread.quantity = 'killed'
    GROUP BY spread.year
)

SELECT
    count(*) FILTER (WHERE wide) AS wide,
    count(*) AS years,
    flatten(list(claims ORDER BY year) FILTER (WHERE wide)) AS wide_claims,
    flatten(list(claims ORDER BY year)) AS years_claims
FROM by_year
HAVING count(*) > 1 AND count(*) FILTER (WHERE wide) > 0
