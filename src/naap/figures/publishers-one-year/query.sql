-- Every statement of attacks and of people killed for one year, with its scope, side by side:
-- the latest of the years that have the most publishers. Nothing is averaged.
WITH
-- from shared/publishers-one-year.sql

SELECT
    concat_ws(
        '-', numbered.publisher, numbered.quantity, numbered.scope, numbered.period,
        numbered.statement
    ) AS row_id,
    numbered.publisher,
    body.label AS publisher_name,
    numbered.quantity,
    quantity.name AS quantity_name,
    numbered.scope,
    coalesce(scope.title, '') AS scope_name,
    scope.includes,
    numbered.period AS year,
    CAST(numbered.value AS BIGINT) AS value,
    numbered.qualifier,
    CASE numbered.qualifier
        WHEN 'at least' THEN '≥'
        WHEN 'more than' THEN '>'
        WHEN 'about' THEN '~'
        WHEN 'up to' THEN '≤'
        ELSE ''
    END AS sign,
    numbered.unit,
    numbered.source,
    source.carrier AS source_name,
    numbered.stated_on,
    numbered.statement,
    -- Two statements of one value are one dot.
    row_number() OVER (
        PARTITION BY numbered.publisher, numbered.quantity, numbered.scope, numbered.value
        ORDER BY numbered.statement
    ) = 1 AS drawn,
    -- The values of a line are written once, beside its last dot.
    row_number() OVER (
        PARTITION BY numbered.publisher, numbered.quantity, numbered.scope
        ORDER BY numbered.value DESC, numbered.statement
    ) = 1 AS last_of_line,
    concat_ws(': ', body.label, lower(left(scope.title, 1)) || substr(scope.title, 2)) AS line,
    dense_rank() OVER (ORDER BY body.position_in_file, scope.position_in_file NULLS LAST)
        AS line_order,
    [numbered.claim_id] AS claims
FROM numbered
JOIN chosen ON chosen.period = numbered.period
JOIN pack_bodies AS body ON body.body_id = numbered.publisher
JOIN pack_quantities AS quantity ON quantity.quantity_id = numbered.quantity
LEFT JOIN pack_scopes AS scope ON scope.scope_id = numbered.scope
LEFT JOIN pack_sources AS source ON source.source_id = numbered.source
ORDER BY
    quantity.position_in_file, body.position_in_file, scope.position_in_file NULLS LAST,
    numbered.statement
