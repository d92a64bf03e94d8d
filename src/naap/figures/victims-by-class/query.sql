-- Civilians, members of security forces and militants killed, by publisher and year, as stated.
-- Classes are not added up: a publisher's classes need not make its total.
WITH
-- from shared/yearly-statements.sql

stated AS (
    SELECT
        publisher, quantity, coalesce(scope, '') AS scope, year, value, qualifier, unit, source,
        claim_id, statement
    FROM yearly
    WHERE quantity IN ('killed-civilians', 'killed-security-forces', 'killed-militants')
),

-- A class that a publisher left out of a year of which it gave another class.
asked AS (
    SELECT DISTINCT
        stated.publisher, stated.scope, stated.year, quantity.quantity_id, quantity.unit
    FROM stated
    CROSS JOIN pack_quantities AS quantity
    WHERE quantity.quantity_id IN (
        'killed-civilians', 'killed-security-forces', 'killed-militants'
    )
)

SELECT
    concat_ws(
        '-', asked.publisher, asked.quantity_id, nullif(asked.scope, ''), asked.year,
        coalesce(stated.statement, 1)
    ) AS row_id,
    asked.publisher,
    body.label AS publisher_name,
    body.position_in_file AS publisher_position,
    asked.scope,
    coalesce(scope.title, '') AS scope_name,
    asked.year,
    asked.quantity_id AS quantity,
    quantity.name AS quantity_name,
    CASE asked.quantity_id
        WHEN 'killed-civilians' THEN 'civilians'
        WHEN 'killed-security-forces' THEN 'security'
        ELSE 'militants'
    END AS class,
    quantity.position_in_file AS class_position,
    CAST(stated.value AS BIGINT) AS value,
    stated.qualifier,
    asked.unit,
    stated.source,
    source.carrier AS source_name,
    coalesce(stated.statement, 1) AS statement,
    CASE WHEN stated.value IS NULL THEN 'not found' ELSE 'stated' END AS status,
    concat(body.label, ' ', asked.year, '|', scope.title) AS panel,
    10000 * body.position_in_file + asked.year AS panel_order,
    -- A group with a single class is in the table only.
    count(stated.value) OVER (PARTITION BY asked.publisher, asked.scope, asked.year) > 1 AS drawn,
    CASE WHEN stated.claim_id IS NULL THEN [] ELSE [stated.claim_id] END AS claims
FROM asked
JOIN pack_bodies AS body ON body.body_id = asked.publisher
JOIN pack_quantities AS quantity ON quantity.quantity_id = asked.quantity_id
LEFT JOIN stated
    ON stated.publisher = asked.publisher
    AND stated.scope = asked.scope
    AND stated.year = asked.year
    AND stated.quantity = asked.quantity_id
LEFT JOIN pack_scopes AS scope ON scope.scope_id = asked.scope
LEFT JOIN pack_sources AS source ON source.source_id = stated.source
ORDER BY
    body.position_in_file, asked.year, asked.scope, quantity.position_in_file, statement
