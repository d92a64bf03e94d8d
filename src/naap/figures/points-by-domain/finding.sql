-- How many points of the version before were kept, went elsewhere, or have no successor.
SELECT
    count(*) AS points,
    count(*) FILTER (WHERE change.change = 'kept') AS kept,
    count(*) FILTER (WHERE change.change = 'dropped') AS dropped,
    list(concat('pack:points/', change.point_id) ORDER BY change.point_id) AS points_claims,
    coalesce(
        list(concat('pack:points/', change.point_id) ORDER BY change.point_id)
            FILTER (WHERE change.change = 'kept'),
        []
    ) AS kept_claims,
    coalesce(
        list(concat('pack:points/', change.point_id) ORDER BY change.point_id)
            FILTER (WHERE change.change = 'dropped'),
        []
    ) AS dropped_claims,
    min(plan.title) AS plan
FROM pack_change AS change
JOIN pack_plans AS plan ON plan.plan_id = change.plan_id
WHERE plan.replaces IS NULL OR plan.replaces NOT IN (SELECT plan_id FROM pack_change)
