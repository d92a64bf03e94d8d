-- Every statement of attacks and of people killed for one year, with its scope, side by side:
-- the latest of the years that have the most publishers. Nothing is averaged.
WITH
-- from shared/yearly-statements.sql

-- from shared/publishers-one-year.sql

SELECT
    concat_ws(
        '-', stated.publisher, stated.quantity, stated.scope, stated.period,
        stated.statement
    ) AS row_id,
    stated.publisher,
    body.label AS publisher_name,
    stated.quantity,
    quantity.name AS quantity_name,
    stated.scope,
    coalesce(scope.title, '') AS scope_name,
    scope.includes,
    stated.period AS year,
    CAST(stated.value AS BIGINT) AS value,
    stated.qualifier,
    CASE stated.qualifier
        WHEN 'at least' THEN '≥'
        WHEN 'more than' THEN '>'
        WHEN 'about' THEN '~'
        WHEN 'up to' THEN '≤'
        ELSE ''
    END AS sign,
    stated.unit,
    stated.source,
    source.carrier AS source_name,
    stated.stated_on,
    stated.statement,
    -- Two statements of one value are one dot.
    row_number() OVER (
        PARTITION BY stated.publisher, stated.quantity, stated.scope, stated.value
        ORDER BY stated.statement
    ) = 1 AS drawn,
    -- The values of a line are written once, beside its last dot.
    row_number() OVER (
        PARTITION BY stated.publisher, stated.quantity, stated.scope
        ORDER BY stated.value DESC, stated.statement
    ) = 1 AS last_of_line,
    concat_ws(': ', body.label, lower(left(scope.title, 1)) || substr(scope.title, 2)) AS line,
    dense_rank() OVER (ORDER BY body.position_in_file, scope.position_in_file NULLS LAST)
        AS line_order,
    [stated.claim_id] AS claims
FROM stated
JOIN chosen ON chosen.period = stated.period
JOIN pack_bodies AS body ON body.body_id = stated.publisher
JOIN pack_quantities AS quantity ON quantity.quantity_id = stated.quantity
LEFT JOIN pack_scopes AS scope ON scope.scope_id = stated.scope
LEFT JOIN pack_sources AS source ON source.source_id = stated.source
ORDER BY
    quantity.position_in_file, body.position_in_file, scope.position_in_file NULLS LAST,
    stated.statement
