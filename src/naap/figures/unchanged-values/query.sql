-- Numbers that one publisher gave again and again without a change: runs of the same value of one
-- quantity, place and scope over at least 30 days. Flows are left out: two years may be alike.
WITH
-- from shared/statements-in-turn.sql

runs AS (
    SELECT
        quantity, place, scope, unit, publisher, run,
        min(low) AS value,
        min(day) AS first_day,
        max(day) AS last_day,
        min_by(at_date, day) AS first_date,
        max_by(at_date, day) AS last_date,
        count(*) AS dates,
        list(CAST(day AS VARCHAR) ORDER BY day) AS days
    FROM numbered
    GROUP BY quantity, place, scope, unit, publisher, run
),

statements AS (
    SELECT
        numbered.quantity, numbered.place, numbered.scope, numbered.unit, numbered.publisher,
        numbered.run,
        count(*) AS statements,
        list(told.claim_id ORDER BY told.day, told.claim_id) AS claims
    FROM numbered
    JOIN told
        ON told.quantity = numbered.quantity
        AND told.place = numbered.place
        AND told.scope = numbered.scope
        AND told.unit = numbered.unit
        AND told.publisher = numbered.publisher
        AND told.day = numbered.day
    GROUP BY
        numbered.quantity, numbered.place, numbered.scope, numbered.unit, numbered.publisher,
        numbered.run
)

SELECT
    concat_ws(
        '-', runs.quantity, runs.place, nullif(runs.scope, ''), runs.publisher, runs.first_day
    ) AS row_id,
    row_number() OVER (
        ORDER BY
            date_diff('day', runs.first_day, runs.last_day) DESC, quantity.position_in_file,
            place.position_in_file, runs.scope, runs.unit, body.position_in_file, runs.first_day
    ) AS run_rank,
    quantity.point_ids AS points,
    runs.quantity,
    quantity.name AS quantity_name,
    runs.place,
    place.name AS place_name,
    runs.scope,
    coalesce(scope.title, '') AS scope_name,
    concat_ws(
        ' · ',
        quantity.name,
        CASE WHEN runs.place <> $country THEN place.name END,
        scope.title,
        CASE WHEN quantity.measure = 'ratio' THEN coalesce(word.said, runs.unit) END
    ) AS label,
    runs.publisher,
    body.label AS publisher_name,
    runs.value,
    runs.unit,
    coalesce(word.said, runs.unit) AS unit_name,
    runs.first_date,
    runs.last_date,
    runs.first_day,
    runs.last_day,
    date_diff('day', runs.first_day, runs.last_day) AS unchanged_days,
    runs.dates,
    runs.days,
    statements.statements,
    statements.claims
FROM runs
JOIN statements
    ON statements.quantity = runs.quantity
    AND statements.place = runs.place
    AND statements.scope = runs.scope
    AND statements.unit = runs.unit
    AND statements.publisher = runs.publisher
    AND statements.run = runs.run
JOIN pack_quantities AS quantity ON quantity.quantity_id = runs.quantity
JOIN pack_places AS place ON place.place_id = runs.place
JOIN pack_bodies AS body ON body.body_id = runs.publisher
LEFT JOIN pack_scopes AS scope ON scope.scope_id = runs.scope
LEFT JOIN pack_words AS word ON word.word = concat('unit.', lower(runs.unit))
WHERE runs.dates > 1 AND date_diff('day', runs.first_day, runs.last_day) >= 30
ORDER BY run_rank
