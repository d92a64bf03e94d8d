-- People killed per attack: two statements of one publisher about one year and one scope, divided.
-- Of several statements, two from one source are taken before others, and later ones first.
WITH
-- from shared/yearly-statements.sql

-- from shared/deaths-per-attack.sql

SELECT
    concat_ws('-', divided.publisher, divided.scope, divided.year) AS row_id,
    divided.publisher,
    body.label AS publisher_name,
    body.position_in_file AS publisher_position,
    divided.scope,
    coalesce(scope.title, '') AS scope_name,
    divided.year,
    CAST(divided.attacks AS BIGINT) AS attacks,
    CAST(divided.killed AS BIGINT) AS killed,
    divided.value,
    CASE WHEN divided.is_exact THEN NULL ELSE 'about' END AS qualifier,
    CASE WHEN divided.same_source THEN 'one source' ELSE 'two sources' END AS pairing,
    divided.run,
    divided.years_found,
    concat_ws(
        ': ', body.label, lower(left(scope.title, 1)) || substr(scope.title, 2)
    ) AS panel,
    100 * body.position_in_file - divided.years_found AS panel_order,
    divided.claims
FROM divided
JOIN pack_bodies AS body ON body.body_id = divided.publisher
LEFT JOIN pack_scopes AS scope ON scope.scope_id = divided.scope
ORDER BY body.position_in_file, divided.scope, divided.year
