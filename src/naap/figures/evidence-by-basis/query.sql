-- How many numbers were published about each point, by what kind of evidence carried them. Where
-- there is none for a point, a row says so.
WITH
-- from shared/spoken-of.sql

counted AS (
    SELECT
        spoken_of.point_id,
        figure.basis,
        count(*) AS value,
        list(figure.claim_id ORDER BY figure.claim_id) AS claims
    FROM figure
    JOIN spoken_of ON spoken_of.quantity_id = figure.quantity
    GROUP BY spoken_of.point_id, figure.basis
)

SELECT
    concat_ws('-', point.point_id, coalesce(replace(counted.basis, ' ', '-'), 'none')) AS row_id,
    point.plan_id,
    plan.title AS plan_title,
    left(plan.adopted, 4) AS plan_year,
    point.point_id,
    point.number,
    point.title,
    point.title AS label,
    -- An empty place before each version takes its name.
    dense_rank() OVER (
        ORDER BY plan.adopted_start, plan.position_in_file, point.position_in_file
    ) + dense_rank() OVER (ORDER BY plan.adopted_start, plan.position_in_file) AS place,
    coalesce(counted.basis, 'none') AS basis,
    CASE counted.basis
        WHEN 'official' THEN 1
        WHEN 'court record' THEN 2
        WHEN 'survey' THEN 3
        WHEN 'study' THEN 4
        WHEN 'media' THEN 5
        WHEN 'testimony' THEN 6
        WHEN 'own judgement' THEN 7
    END AS basis_rank,
    coalesce(counted.value, 0) AS value,
    coalesce(counted.claims, [concat('pack:points/', point.point_id)]) AS claims
FROM pack_points AS point
JOIN pack_plans AS plan ON plan.plan_id = point.plan_id
LEFT JOIN counted ON counted.point_id = point.point_id
ORDER BY place, basis_rank
