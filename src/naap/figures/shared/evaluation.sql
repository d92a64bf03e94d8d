-- For the years asked: what the publisher with the longest series of attacks states, and beside it
-- the events and deaths of the data set of events.
-- The bar is the statement made last; the others are drawn beside it.
published AS (
    SELECT
        longest.publisher, counted.quantity, longest.scope, years.year, stated.value,
        stated.qualifier, stated.unit, stated.source, coalesce(stated.statement, 1) AS statement,
        CASE WHEN stated.claim_id IS NULL THEN [] ELSE [stated.claim_id] END AS claims
    FROM longest
    CROSS JOIN years
    CROSS JOIN (SELECT 'attacks' AS quantity UNION ALL SELECT 'killed') AS counted
    LEFT JOIN stated
        ON stated.publisher = longest.publisher
        AND stated.scope = longest.scope
        AND stated.quantity = counted.quantity
        AND stated.year = years.year
    WHERE longest.place = 1
),

-- A year of which events are in the ledger is counted from them, any other year from the totals
-- that the pack ships, if they cover all of its months.
from_events AS (
    SELECT
        year(event_start) AS year, count(*) AS events, sum(killed_best) AS deaths,
        list(claim_id ORDER BY record_key) AS claims
    FROM account
    WHERE series = 'ucdp-ged' AND country = $country
    GROUP BY 1
    HAVING min(month(event_start)) = 1 AND max(month(event_start)) = 12
),

from_totals AS (
    SELECT
        year(period_start) AS year, quantity, sum(value) AS value,
        list(claim_id ORDER BY period_start) AS claims
    FROM figure
    WHERE aggregate_of = 'ucdp-ged' AND place = $country AND length(period) = 7
        AND quantity IN ('ucdp-events', 'ucdp-deaths-best')
        AND year(period_start) NOT IN (SELECT year FROM event_years)
    GROUP BY 1, 2
    HAVING count(DISTINCT period) = 12
),

data_set AS (
    SELECT year, 'ucdp-events' AS quantity, events AS value, claims FROM from_events
    UNION ALL
    SELECT year, 'ucdp-deaths-best', deaths, claims FROM from_events
    UNION ALL
    SELECT year, quantity, value, claims FROM from_totals
),

together AS (
    SELECT
        publisher, quantity, scope, year, value, qualifier, unit, source, statement, claims,
        1 AS place
    FROM published
    UNION ALL
    SELECT
        'ucdp', quantity.quantity_id, 'ucdp-organised-violence', years.year, data_set.value,
        NULL, quantity.unit, NULL, 1, coalesce(data_set.claims, []), 2
    FROM years
    CROSS JOIN pack_quantities AS quantity
    LEFT JOIN data_set
        ON data_set.year = years.year AND data_set.quantity = quantity.quantity_id
    WHERE quantity.quantity_id IN ('ucdp-events', 'ucdp-deaths-best')
        AND EXISTS (SELECT 1 FROM data_set JOIN years AS own ON own.year = data_set.year)
)

SELECT
    concat_ws('-', together.quantity, together.year, together.statement) AS row_id,
    together.publisher,
    body.label AS publisher_name,
    together.quantity,
    quantity.name AS quantity_name,
    together.scope,
    coalesce(scope.title, '') AS scope_name,
    together.year,
    CAST(together.value AS BIGINT) AS value,
    together.qualifier,
    CASE together.qualifier
        WHEN 'at least' THEN '≥'
        WHEN 'more than' THEN '>'
        WHEN 'about' THEN '~'
        WHEN 'up to' THEN '≤'
        ELSE ''
    END AS sign,
    together.unit,
    together.source,
    source.carrier AS source_name,
    together.statement,
    CASE WHEN together.value IS NULL THEN 'not found' ELSE 'stated' END AS status,
    together.value <> first_value(together.value) OVER (
        PARTITION BY together.quantity, together.year ORDER BY together.statement
    ) AS differs,
    CASE WHEN together.quantity IN ('attacks', 'ucdp-events') THEN 'attacks' ELSE 'killed' END
        AS side,
    together.place,
    concat_ws(': ', body.label, quantity.name) AS panel,
    together.claims
FROM together
JOIN pack_bodies AS body ON body.body_id = together.publisher
JOIN pack_quantities AS quantity ON quantity.quantity_id = together.quantity
LEFT JOIN pack_scopes AS scope ON scope.scope_id = together.scope
LEFT JOIN pack_sources AS source ON source.source_id = together.source
ORDER BY together.place, quantity.position_in_file, together.year, together.statement
