-- How many points of the version before were kept, went elsewhere, or have no successor.
WITH
-- from shared/versions-compared.sql

points AS (
    SELECT
        change.point_id, change.change, versions.plan_title,
        concat('pack:points/', change.point_id) AS claim
    FROM pack_change AS change
    JOIN versions ON versions.plan_id = change.plan_id
    WHERE NOT versions.is_new
)

SELECT
    count(*) AS points,
    count(*) FILTER (WHERE change = 'kept') AS kept,
    count(*) FILTER (WHERE change = 'dropped') AS dropped,
    list(claim ORDER BY point_id) AS points_claims,
    coalesce(list(claim ORDER BY point_id) FILTER (WHERE change = 'kept'), []) AS kept_claims,
    coalesce(list(claim ORDER BY point_id) FILTER (WHERE change = 'dropped'), []) AS dropped_claims,
    min(plan_title) AS plan
FROM points
