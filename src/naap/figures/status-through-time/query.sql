-- What was said about the state of each point, by date: stocks, running totals and ratios that
-- were stated for at least two dates. A statement that repeats the number of the date before says
-- since when it has stood; a running total that falls is marked.
WITH of_plan AS (
    SELECT DISTINCT quantity_id
    FROM (SELECT quantity_id, unnest(point_ids) AS point_id FROM pack_quantities)
),

-- from shared/statements-in-turn.sql

runs AS (
    SELECT
        quantity, place, scope, unit, publisher, run,
        min(day) AS since_day,
        min_by(at_date, day) AS since
    FROM numbered
    GROUP BY quantity, place, scope, unit, publisher, run
),

panels AS (
    SELECT
        told.quantity, told.place, told.scope, told.unit,
        count(*) AS statements,
        count(DISTINCT told.day) AS dates,
        max(CASE WHEN judged.is_lower AND quantity.measure = 'cumulative' THEN 1 ELSE 0 END)
            AS falls
    FROM told
    JOIN of_plan ON of_plan.quantity_id = told.quantity
    JOIN judged
        ON judged.quantity = told.quantity
        AND judged.place = told.place
        AND judged.scope = told.scope
        AND judged.unit = told.unit
        AND judged.publisher = told.publisher
        AND judged.day = told.day
    JOIN pack_quantities AS quantity ON quantity.quantity_id = told.quantity
    GROUP BY told.quantity, told.place, told.scope, told.unit
),

ranked AS (
    SELECT
        panels.*,
        -- First what fell, then what has enough statements to draw, most of them first; the places
        -- of one quantity stand in the pack's order.
        row_number() OVER (
            ORDER BY
                panels.falls DESC, panels.statements < 3, most.statements DESC, quantity.position_in_file,
                place.position_in_file, panels.scope, panels.unit
        ) AS panel_rank
    FROM panels
    JOIN (
        SELECT quantity, max(statements) AS statements FROM panels WHERE dates > 1 GROUP BY quantity
    ) AS most ON most.quantity = panels.quantity
    JOIN pack_quantities AS quantity ON quantity.quantity_id = panels.quantity
    JOIN pack_places AS place ON place.place_id = panels.place
    WHERE panels.dates > 1
),

-- The publishers of a panel, each with its own shape, in the order in which they first spoke.
voices AS (
    SELECT
        quantity, place, scope, unit, publisher, publisher_name, voice,
        count(*) OVER (PARTITION BY quantity, place, scope, unit) AS voices
    FROM (
        SELECT
            told.quantity, told.place, told.scope, told.unit, told.publisher,
            body.label AS publisher_name,
            row_number() OVER (
                PARTITION BY told.quantity, told.place, told.scope, told.unit
                ORDER BY min(told.day), body.position_in_file
            ) AS voice
        FROM told
        JOIN pack_bodies AS body ON body.body_id = told.publisher
        GROUP BY
            told.quantity, told.place, told.scope, told.unit, told.publisher, body.label,
            body.position_in_file
    )
)

SELECT
    told.row_id,
    quantity.point_ids AS points,
    told.quantity,
    quantity.name AS quantity_name,
    quantity.measure,
    told.place,
    place.name AS place_name,
    told.scope,
    coalesce(scope.title, '') AS scope_name,
    concat_ws(
        ' · ',
        quantity.name,
        CASE WHEN told.place <> $country THEN place.name END,
        scope.title,
        CASE WHEN quantity.measure = 'ratio' THEN coalesce(word.said, told.unit) END
    ) AS label,
    ranked.panel_rank,
    (ranked.statements >= 3 OR ranked.falls = 1) AND ranked.panel_rank <= 12 AS drawn,
    told.period,
    told.day,
    -- A stock given for a whole year is drawn as long as the year.
    CASE WHEN told.counted_from IS NULL AND date_diff('day', told.period_start, told.day) > 45
        THEN told.period_start
    END AS from_day,
    told.value,
    told.qualifier,
    told.unit,
    told.publisher,
    voices.publisher_name,
    voices.voice,
    voices.voices,
    told.source,
    source.carrier AS source_name,
    numbered.follows,
    CASE WHEN numbered.is_unchanged THEN runs.since END AS unchanged_since,
    quantity.measure = 'cumulative' AND numbered.is_lower AS fell,
    CASE
        WHEN quantity.measure = 'cumulative' AND numbered.is_lower THEN 'fell'
        WHEN numbered.is_unchanged THEN 'unchanged'
        WHEN numbered.follows THEN 'changed'
        ELSE 'first'
    END AS status,
    row_number() OVER (
        PARTITION BY told.quantity, told.place, told.scope, told.unit
        ORDER BY told.day, told.stated_on_end NULLS LAST, told.row_id
    ) AS statement,
    row_number() OVER (
        PARTITION BY told.quantity, told.place, told.scope, told.unit
        ORDER BY told.day DESC, told.stated_on_end DESC NULLS LAST, told.row_id DESC
    ) AS statement_from_last,
    [told.claim_id] AS claims
FROM told
JOIN ranked
    ON ranked.quantity = told.quantity
    AND ranked.place = told.place
    AND ranked.scope = told.scope
    AND ranked.unit = told.unit
JOIN numbered
    ON numbered.quantity = told.quantity
    AND numbered.place = told.place
    AND numbered.scope = told.scope
    AND numbered.unit = told.unit
    AND numbered.publisher = told.publisher
    AND numbered.day = told.day
JOIN runs
    ON runs.quantity = numbered.quantity
    AND runs.place = numbered.place
    AND runs.scope = numbered.scope
    AND runs.unit = numbered.unit
    AND runs.publisher = numbered.publisher
    AND runs.run = numbered.run
JOIN pack_quantities AS quantity ON quantity.quantity_id = told.quantity
JOIN pack_places AS place ON place.place_id = told.place
JOIN voices
    ON voices.quantity = told.quantity
    AND voices.place = told.place
    AND voices.scope = told.scope
    AND voices.unit = told.unit
    AND voices.publisher = told.publisher
LEFT JOIN pack_scopes AS scope ON scope.scope_id = told.scope
LEFT JOIN pack_sources AS source ON source.source_id = told.source
LEFT JOIN pack_words AS word ON word.word = concat('unit.', lower(told.unit))
ORDER BY ranked.panel_rank, told.day, told.stated_on_end NULLS LAST, told.row_id
