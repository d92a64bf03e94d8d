-- Attacks and people killed by year, as each publisher states them.
-- Statements about one year stand side by side: nothing is averaged, nothing is filled in.
WITH
-- from shared/yearly-statements.sql

-- The line follows the statement made last; the others are drawn beside it.
told AS (
    SELECT publisher, quantity, scope, year, value, qualifier, unit, source, claim_id, statement
    FROM yearly
    WHERE quantity IN ('attacks', 'killed')
),

-- A run of years without a gap: a line must not bridge years that nobody stated.
runs AS (
    SELECT
        *,
        year - row_number() OVER (
            PARTITION BY publisher, quantity, scope, statement ORDER BY year
        ) AS run
    FROM told
),

spans AS (
    SELECT
        publisher, quantity, scope, min(year) AS first_year, max(year) AS last_year,
        count(DISTINCT year) AS years_stated
    FROM told
    GROUP BY publisher, quantity, scope
),

-- Years between the first and the last of a series for which no statement was found.
not_found AS (
    SELECT spans.publisher, spans.quantity, spans.scope, years.year
    FROM spans
    CROSS JOIN (SELECT DISTINCT year FROM told) AS years
    LEFT JOIN told
        ON told.publisher = spans.publisher
        AND told.quantity = spans.quantity
        AND coalesce(told.scope, '') = coalesce(spans.scope, '')
        AND told.year = years.year
    WHERE years.year BETWEEN spans.first_year AND spans.last_year AND told.year IS NULL
),

together AS (
    SELECT
        publisher, quantity, scope, year, value, qualifier, unit, source, statement, run,
        'stated' AS status, [claim_id] AS claims
    FROM runs
    UNION ALL
    SELECT
        publisher, quantity, scope, year, NULL, NULL, NULL, NULL, 1, NULL,
        'not found' AS status, [] AS claims
    FROM not_found
)

SELECT
    concat_ws(
        '-', together.publisher, together.quantity, coalesce(together.scope, 'none'),
        together.year, together.statement
    ) AS row_id,
    together.publisher,
    body.label AS publisher_name,
    body.position_in_file AS publisher_position,
    together.quantity,
    quantity.name AS quantity_name,
    together.scope,
    coalesce(scope.title, '') AS scope_name,
    together.year,
    CAST(together.value AS BIGINT) AS value,
    together.qualifier,
    together.unit,
    source.carrier AS source_name,
    together.source,
    together.statement,
    together.run,
    together.status,
    together.value <> first_value(together.value) OVER (
        PARTITION BY together.publisher, together.quantity, together.scope, together.year
        ORDER BY together.statement
    ) AS differs,
    -- A series with a single year is in the table only: a lone dot draws no line.
    spans.years_stated > 1 AS drawn,
    concat_ws(': ', body.label, lower(left(scope.title, 1)) || substr(scope.title, 2)) AS panel,
    100 * body.position_in_file - spans.years_stated AS panel_order,
    together.claims
FROM together
JOIN pack_bodies AS body ON body.body_id = together.publisher
JOIN pack_quantities AS quantity ON quantity.quantity_id = together.quantity
JOIN spans
    ON spans.publisher = together.publisher
    AND spans.quantity = together.quantity
    AND coalesce(spans.scope, '') = coalesce(together.scope, '')
LEFT JOIN pack_scopes AS scope ON scope.scope_id = together.scope
LEFT JOIN pack_sources AS source ON source.source_id = together.source
ORDER BY
    together.quantity, body.position_in_file, together.scope NULLS LAST,
    together.year, together.statement
