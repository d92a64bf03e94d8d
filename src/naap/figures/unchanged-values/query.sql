-- Numbers that one publisher gave again and again without a change: runs of the same value of one
-- quantity, place and scope over at least 30 days. Flows are left out: two years may be alike.
WITH
-- from shared/statements-in-turn.sql

-- from shared/unchanged-values.sql

SELECT
    concat_ws(
        '-', ranked.quantity, ranked.place, nullif(ranked.scope, ''), ranked.publisher,
        ranked.first_day
    ) AS row_id,
    ranked.run_rank,
    quantity.point_ids AS points,
    ranked.quantity,
    ranked.quantity_name,
    ranked.place,
    place.name AS place_name,
    ranked.scope,
    coalesce(scope.title, '') AS scope_name,
    concat_ws(
        ' · ',
        ranked.quantity_name,
        CASE WHEN ranked.place <> $country THEN place.name END,
        scope.title,
        CASE WHEN quantity.measure = 'ratio' THEN coalesce(word.said, ranked.unit) END
    ) AS label,
    ranked.publisher,
    ranked.publisher_name,
    ranked.value,
    ranked.unit,
    coalesce(word.said, ranked.unit) AS unit_name,
    ranked.first_date,
    ranked.last_date,
    ranked.first_day,
    ranked.last_day,
    ranked.unchanged_days,
    ranked.dates,
    ranked.days,
    ranked.statements,
    ranked.claims
FROM ranked
JOIN pack_quantities AS quantity ON quantity.quantity_id = ranked.quantity
JOIN pack_places AS place ON place.place_id = ranked.place
LEFT JOIN pack_scopes AS scope ON scope.scope_id = ranked.scope
LEFT JOIN pack_words AS word ON word.word = concat('unit.', lower(ranked.unit))
ORDER BY ranked.run_rank
