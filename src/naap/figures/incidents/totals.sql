-- The totals of a data set of events that the pack ships, for the incident explorer: by month for
-- the country, by month and type for provinces, by year for districts. A year of which events are
-- in the ledger is left out: never both.
WITH
-- from shared/event-years.sql

shipped AS (
    SELECT
        place.level, figure.place AS place_id, figure.scope, figure.period, figure.period_start,
        figure.quantity, figure.value, figure.claim_id
    FROM figure
    JOIN pack_places AS place ON place.place_id = figure.place
    WHERE figure.aggregate_of = 'ucdp-ged'
        AND figure.quantity IN (
            'ucdp-events', 'ucdp-deaths-low', 'ucdp-deaths-best', 'ucdp-deaths-high'
        )
        AND length(figure.period) = CASE WHEN place.level = 'district' THEN 4 ELSE 7 END
        AND (place.level = 'province') = (figure.scope <> 'ucdp-organised-violence')
        AND year(figure.period_start) NOT IN (SELECT year FROM event_years)
)

SELECT
    level, place_id, scope, period,
    12 * year(period_start) + month(period_start) - 1 AS month,
    CAST(max(CASE WHEN quantity = 'ucdp-events' THEN value END) AS BIGINT) AS events,
    CAST(max(CASE WHEN quantity = 'ucdp-deaths-low' THEN value END) AS BIGINT) AS low,
    CAST(max(CASE WHEN quantity = 'ucdp-deaths-best' THEN value END) AS BIGINT) AS best,
    CAST(max(CASE WHEN quantity = 'ucdp-deaths-high' THEN value END) AS BIGINT) AS high,
    max(CASE WHEN quantity = 'ucdp-events' THEN claim_id END) AS events_claim,
    max(CASE WHEN quantity = 'ucdp-deaths-best' THEN claim_id END) AS best_claim
FROM shipped
GROUP BY level, place_id, scope, period, period_start
ORDER BY level, period_start, place_id, scope
