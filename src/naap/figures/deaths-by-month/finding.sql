-- The deadliest month of the series, and the months that the series spans.
WITH monthly AS (
    SELECT strftime(period_start, '%Y-%m') AS month, value AS best, [claim_id] AS claims
    FROM figure
    WHERE quantity = 'ucdp-deaths-best' AND aggregate_of = 'ucdp-ged' AND place = $country
        AND NOT EXISTS (
            SELECT 1 FROM account WHERE series = 'ucdp-ged' AND country = $country
        )
    UNION ALL
    SELECT strftime(event_start, '%Y-%m') AS month, sum(killed_best) AS best,
        list(claim_id ORDER BY record_key) AS claims
    FROM account
    WHERE series = 'ucdp-ged' AND country = $country
    GROUP BY 1
)

SELECT
    max_by(month, best) AS worst_month,
    CAST(max(best) AS BIGINT) AS worst,
    CAST(sum(best) AS BIGINT) AS deaths,
    substr(min(month), 1, 4) AS first_year,
    substr(max(month), 1, 4) AS last_year,
    max_by(claims, best) AS worst_claims,
    flatten(list(claims ORDER BY month)) AS deaths_claims
FROM monthly
