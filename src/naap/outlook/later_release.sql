-- The country's deaths, or events, by month as another release of the data set counts them, one row a month
-- and scope. Releases are never mixed: one of them is taken, whole.
SELECT
    figure.scope,
    year(figure.period_start) AS year,
    month(figure.period_start) AS month,
    CAST(max(figure.value) AS BIGINT) AS counted
FROM figure
WHERE figure.aggregate_of IS NULL AND figure.publisher = 'ucdp' AND figure.place = $country
    AND figure.quantity
        = CASE WHEN $counted = 'events' THEN 'ucdp-events' ELSE 'ucdp-deaths-best' END
    AND length(figure.period) = 7
GROUP BY figure.scope, figure.period_start
ORDER BY figure.scope, figure.period_start
