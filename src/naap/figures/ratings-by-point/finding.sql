-- How many points were rated at all, by how many assessors, and how many by more than one.
WITH rated AS (
    SELECT rating.point, rating.assessor, rating.claim_id, point.plan_id
    FROM rating
    JOIN pack_points AS point ON point.point_id = rating.point
),

per_point AS (
    SELECT
        point,
        count(DISTINCT assessor) AS assessors,
        list(claim_id ORDER BY claim_id) AS claims
    FROM rated
    GROUP BY point
),

of_versions AS (
    SELECT
        count(*) AS points,
        list(concat('pack:points/', point_id) ORDER BY point_id) AS claims
    FROM pack_points
    WHERE plan_id IN (SELECT plan_id FROM rated)
),

totals AS (
    SELECT
        count(DISTINCT assessor) AS assessors,
        list(claim_id ORDER BY claim_id) AS claims
    FROM rated
)

SELECT
    of_versions.points,
    totals.assessors,
    (SELECT count(*) FROM per_point) AS rated,
    (SELECT count(*) FROM per_point WHERE assessors > 1) AS rated_twice,
    of_versions.claims AS points_claims,
    totals.claims AS assessors_claims,
    totals.claims AS rated_claims,
    coalesce(
        (
            SELECT list(rated.claim_id ORDER BY rated.claim_id)
            FROM rated
            JOIN per_point ON per_point.point = rated.point
            WHERE per_point.assessors > 1
        ),
        totals.claims
    ) AS rated_twice_claims
FROM of_versions
CROSS JOIN totals
WHERE totals.assessors > 0
