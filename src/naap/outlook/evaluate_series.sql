-- What each publisher counted of these quantities in the country, by month and by year.
-- Months of UCDP are counted from the events where the ledger holds those of the year, otherwise
-- taken from the totals that the pack ships; the two are never added. A month without an event is
-- a zero where the data set covers it.
WITH counted AS (
    SELECT
        CAST(date_trunc('month', event_start) AS DATE) AS month,
        sum(killed_best) AS deaths,
        count(*) AS events
    FROM account
    WHERE series = 'ucdp-ged' AND country = $country
    GROUP BY 1
),

covered AS (
    SELECT CAST(unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH)) AS DATE) AS month
    FROM counted
    GROUP BY year(month)
),

by_month AS (
    SELECT covered.month, coalesce(counted.deaths, 0) AS deaths,
        coalesce(counted.events, 0) AS events
    FROM covered
    LEFT JOIN counted ON counted.month = covered.month
),

told AS (
    SELECT publisher, quantity, coalesce(scope, '') AS scope, length(period) AS digits,
        period_start, CAST(value AS DOUBLE) AS value
    FROM figure
    WHERE place = $country AND length(period) IN (4, 7)
        AND list_contains($quantities, quantity)
        AND (
            aggregate_of IS NULL OR aggregate_of <> 'ucdp-ged'
            OR year(period_start) NOT IN (SELECT year(month) FROM counted)
        )
    UNION ALL
    SELECT 'ucdp' AS publisher, 'ucdp-deaths-best' AS quantity, 'ucdp-organised-violence' AS scope,
        7 AS digits, month AS period_start, CAST(deaths AS DOUBLE) AS value
    FROM by_month
    WHERE list_contains($quantities, 'ucdp-deaths-best')
    UNION ALL
    SELECT 'ucdp' AS publisher, 'ucdp-events' AS quantity, 'ucdp-organised-violence' AS scope,
        7 AS digits, month AS period_start, CAST(events AS DOUBLE) AS value
    FROM by_month
    WHERE list_contains($quantities, 'ucdp-events')
)

-- Where a publisher gave several numbers of one period, the middle one.
SELECT
    publisher, quantity, scope, digits, year(period_start) AS year, month(period_start) AS month,
    median(value) AS value
FROM told
WHERE value IS NOT NULL
GROUP BY publisher, quantity, scope, digits, period_start
ORDER BY publisher, quantity, scope, digits, period_start
