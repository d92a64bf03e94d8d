-- Every point of the version in force and of the version before it, by domain, and what became
-- of it. The crosswalk of the pack decides; pack_change is made from it.
WITH ranked AS (
    SELECT
        point.*,
        plan.title AS plan_title,
        plan.replaces IS NULL OR plan.replaces NOT IN (SELECT plan_id FROM pack_change) AS is_old,
        change.change,
        change.others,
        change.others_same,
        -- Points of the newer version stand in the order of those that they take up.
        CASE WHEN plan.replaces IN (SELECT plan_id FROM pack_change)
            THEN list_min(change.others)
        END AS first_other,
        CASE point.domain
            WHEN 'kinetic' THEN 1
            WHEN 'mixed' THEN 2
            WHEN 'institutional' THEN 3
            ELSE 4
        END AS domain_rank
    FROM pack_change AS change
    JOIN pack_points AS point ON point.point_id = change.point_id
    JOIN pack_plans AS plan ON plan.plan_id = change.plan_id
    -- A point of which no source shows even the topic cannot be given a domain.
    WHERE point.certainty <> 'not found'
)

SELECT
    point_id AS row_id,
    plan_id,
    plan_title,
    CASE WHEN is_old THEN 'old' ELSE 'new' END AS side,
    point_id,
    number,
    title,
    title AS label,
    domain,
    domain_word,
    domain_rank,
    change,
    others,
    others_same,
    row_number() OVER (
        PARTITION BY plan_id ORDER BY domain_rank, first_other, number NULLS LAST, position_in_file
    ) AS place,
    row_number() OVER (
        PARTITION BY plan_id, domain ORDER BY first_other, number NULLS LAST, position_in_file
    ) AS place_in_domain,
    count(*) OVER (PARTITION BY plan_id, domain) AS points_in_domain,
    [concat('pack:points/', point_id)] AS claims
FROM ranked
ORDER BY is_old DESC, domain_rank, first_other, number NULLS LAST, position_in_file
