-- All deaths of the series, the worst month of it, and the years that it spans.
WITH
-- from shared/event-years.sql

monthly AS (
    SELECT
        strftime(figure.period_start, '%Y-%m') AS month, figure.value AS best,
        [figure.claim_id] AS claims
    FROM figure
    LEFT JOIN event_years ON event_years.year = year(figure.period_start)
    WHERE figure.quantity = 'ucdp-deaths-best' AND figure.aggregate_of = 'ucdp-ged'
        AND figure.place = $country AND event_years.year IS NULL
        AND figure.scope = 'ucdp-organised-violence' AND length(figure.period) = 7
    UNION ALL
    SELECT strftime(event_start, '%Y-%m') AS month, sum(killed_best) AS best,
        list(claim_id ORDER BY record_key) AS claims
    FROM account
    WHERE series = 'ucdp-ged' AND country = $country
    GROUP BY 1
),

worst AS (
    SELECT month, best, claims FROM monthly ORDER BY best DESC, month LIMIT 1
)

SELECT
    any_value(worst.month) AS worst_month,
    CAST(any_value(worst.best) AS BIGINT) AS worst,
    CAST(sum(monthly.best) AS BIGINT) AS deaths,
    substr(min(monthly.month), 1, 4) AS first_year,
    substr(max(monthly.month), 1, 4) AS last_year,
    any_value(worst.claims) AS worst_claims,
    flatten(list(monthly.claims ORDER BY monthly.month)) AS deaths_claims
FROM monthly
CROSS JOIN worst
