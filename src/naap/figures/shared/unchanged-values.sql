-- Runs of the same value of one quantity, place and scope over at least 30 days, by one publisher,
-- with the statements in each; the longest is the first.
runs AS (
    SELECT
        quantity, place, scope, unit, publisher, run,
        min(low) AS value,
        min(day) AS first_day,
        max(day) AS last_day,
        min_by(at_date, day) AS first_date,
        max_by(at_date, day) AS last_date,
        date_diff('day', min(day), max(day)) AS unchanged_days,
        count(*) AS dates,
        list(CAST(day AS VARCHAR) ORDER BY day) AS days
    FROM numbered
    GROUP BY quantity, place, scope, unit, publisher, run
    HAVING count(*) > 1 AND date_diff('day', min(day), max(day)) >= 30
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
),

ranked AS (
    SELECT
        runs.*,
        quantity.name AS quantity_name,
        body.label AS publisher_name,
        statements.statements,
        statements.claims,
        row_number() OVER (
            ORDER BY
                runs.unchanged_days DESC, quantity.position_in_file, place.position_in_file,
                runs.scope, runs.unit, body.position_in_file, runs.first_day
        ) AS run_rank
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
)
