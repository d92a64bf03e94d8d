-- Every point of the version in force and of the version before it, by domain, and what became
-- of it. The crosswalk of the pack decides; pack_change is made from it.
WITH
-- from shared/versions-compared.sql

ranked AS (
    SELECT
        point.*,
        versions.plan_title,
        versions.is_new,
        change.change,
        change.others,
        change.others_same,
        -- Points of the newer version stand in the order of those that they take up.
        CASE WHEN versions.is_new THEN list_min(change.others) END AS first_other,
        CASE point.domain
            WHEN 'kinetic' THEN 1
            WHEN 'mixed' THEN 2
            WHEN 'institutional' THEN 3
            ELSE 4
        END AS domain_rank
    FROM pack_change AS change
    JOIN pack_points AS point ON point.point_id = change.point_id
    JOIN versions ON versions.plan_id = change.plan_id
    -- A point of which no source shows even the topic cannot be given a domain.
    WHERE point.certainty <> 'not found'
)

SELECT
    point_id AS row_id,
    plan_id,
    plan_title,
    CASE WHEN is_new THEN 'new' ELSE 'old' END AS side,
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
ORDER BY is_new, domain_rank, first_other, number NULLS LAST, position_in_file
