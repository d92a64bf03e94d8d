-- What became of the points of the version before, and how many of those that go on lost an owner.
WITH
-- from shared/versions-compared.sql

points AS (
    SELECT
        change.point_id,
        change.change,
        change.owner_lost,
        versions.year,
        concat('pack:points/', change.point_id) AS claim
    FROM pack_change AS change
    JOIN versions ON versions.plan_id = change.plan_id
    WHERE NOT versions.is_new
)

-- A count of none rests on every point that was looked at.
SELECT
    min(year) AS year,
    count(*) AS points,
    count(*) FILTER (WHERE change = 'kept') AS kept,
    count(*) FILTER (WHERE change IN ('merged', 'narrowed')) AS absorbed,
    count(*) FILTER (WHERE change IN ('dropped', 'related')) AS gone,
    count(*) FILTER (WHERE owner_lost) AS ownerless,
    list(claim ORDER BY point_id) AS points_claims,
    coalesce(
        list(claim ORDER BY point_id) FILTER (WHERE change = 'kept'), list(claim ORDER BY point_id)
    ) AS kept_claims,
    coalesce(
        list(claim ORDER BY point_id) FILTER (WHERE change IN ('merged', 'narrowed')),
        list(claim ORDER BY point_id)
    ) AS absorbed_claims,
    coalesce(
        list(claim ORDER BY point_id) FILTER (WHERE change IN ('dropped', 'related')),
        list(claim ORDER BY point_id)
    ) AS gone_claims,
    coalesce(
        list(claim ORDER BY point_id) FILTER (WHERE owner_lost), list(claim ORDER BY point_id)
    ) AS ownerless_claims
FROM points
