-- For each year that at least two publishers count: every publisher's people killed and attacks, by
-- scope, and how many times the lowest of that year each one is. A sum of the months of a data set
-- of events stands beside them. Nothing is averaged.
WITH
-- from shared/yearly-statements.sql

-- from shared/publishers-apart.sql

SELECT
    concat_ws('-', spread.quantity, spread.year, spread.publisher, spread.scope) AS row_id,
    spread.quantity,
    quantity.name AS quantity_name,
    spread.year,
    spread.publisher,
    body.label AS publisher_name,
    body.position_in_file AS publisher_position,
    spread.scope,
    coalesce(scope.title, '') AS scope_name,
    CAST(spread.value AS BIGINT) AS value,
    CAST(round(CAST(spread.value AS DOUBLE) / nullif(spread.lowest, 0), 1) AS DECIMAL(18, 1))
        AS times,
    CAST(spread.lowest AS BIGINT) AS lowest,
    CAST(spread.highest AS BIGINT) AS highest,
    spread.year = max(spread.year) OVER (PARTITION BY spread.quantity, spread.publisher)
        AS last_of_publisher,
    spread.source,
    source.carrier AS source_name,
    spread.claims
FROM spread
JOIN several ON several.quantity = spread.quantity AND several.year = spread.year
JOIN pack_quantities AS quantity ON quantity.quantity_id = spread.quantity
JOIN pack_bodies AS body ON body.body_id = spread.publisher
LEFT JOIN pack_scopes AS scope ON scope.scope_id = spread.scope
LEFT JOIN pack_sources AS source ON source.source_id = spread.source
ORDER BY
    quantity.position_in_file DESC, spread.year, body.position_in_file, scope.position_in_file
