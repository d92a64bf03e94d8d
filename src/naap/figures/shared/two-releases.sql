-- Deaths and events of the country by month as a later release of the data set counts them, and as
-- the release does of which the pack ships totals. The two are never added.
later_months AS (
    SELECT figure.*, figure.period_start AS month
    FROM figure
    WHERE figure.aggregate_of IS NULL AND figure.publisher = 'ucdp' AND figure.place = $country
        AND figure.quantity IN ('ucdp-deaths-best', 'ucdp-events')
        AND length(figure.period) = 7
),

shipped_months AS (
    SELECT figure.*, figure.period_start AS month
    FROM figure
    WHERE figure.aggregate_of = 'ucdp-ged' AND figure.place = $country
        AND figure.quantity IN ('ucdp-deaths-best', 'ucdp-events')
        AND length(figure.period) = 7
),
