-- How many points went which way when the plan was revised, by outcome and domain; and how many
-- points that go on had an owner and have none since.
WITH
-- from shared/versions-compared.sql

points AS (
    SELECT
        point.point_id,
        point.number,
        point.position_in_file,
        point.domain,
        point.domain_word,
        change.plan_id,
        versions.plan_title,
        versions.is_new,
        change.change,
        change.owner_lost
    FROM pack_change AS change
    JOIN pack_points AS point ON point.point_id = change.point_id
    JOIN versions ON versions.plan_id = change.plan_id
    -- A point of which no source shows even the topic cannot be called new.
    WHERE NOT versions.is_new OR point.certainty <> 'not found'
),

counted AS (
    -- Each point of the version before has one outcome.
    SELECT *, change AS outcome FROM points WHERE NOT is_new
    UNION ALL
    -- A point of the version in force counts only if nothing precedes it: the others were counted.
    SELECT *, change AS outcome FROM points WHERE is_new AND change = 'new'
    UNION ALL
    SELECT *, 'owner-lost' AS outcome FROM points WHERE NOT is_new AND owner_lost
)

SELECT
    concat_ws('-', outcome, domain) AS row_id,
    plan_id,
    plan_title,
    outcome,
    CASE outcome
        WHEN 'kept' THEN 1
        WHEN 'merged' THEN 2
        WHEN 'narrowed' THEN 3
        WHEN 'related' THEN 4
        WHEN 'dropped' THEN 5
        WHEN 'owner-lost' THEN 6
        ELSE 7
    END AS outcome_rank,
    domain,
    domain_word,
    CASE domain
        WHEN 'kinetic' THEN 1
        WHEN 'mixed' THEN 2
        WHEN 'institutional' THEN 3
        ELSE 4
    END AS domain_rank,
    count(*) AS value,
    list(point_id ORDER BY position_in_file) AS points,
    list(coalesce(CAST(number AS VARCHAR), '') ORDER BY position_in_file) AS numbers,
    list(concat('pack:points/', point_id) ORDER BY position_in_file) AS claims
FROM counted
GROUP BY plan_id, plan_title, outcome, domain, domain_word
ORDER BY outcome_rank, domain_rank
