-- What each assessor said of each point of a version that was rated, in the assessor's words. A
-- point that an assessor did not name is a row without a rating: it was not said to be good or bad.
WITH assessments AS (
    SELECT
        rating.assessor,
        body.name AS assessor_name,
        body.label AS assessor_label,
        left(rating.period, 4) AS year,
        point.plan_id,
        row_number() OVER (
            ORDER BY
                min(rating.period_start), body.position_in_file, point.plan_id
        ) AS assessment
    FROM rating
    JOIN pack_bodies AS body ON body.body_id = rating.assessor
    JOIN pack_points AS point ON point.point_id = rating.point
    GROUP BY
        rating.assessor, body.name, body.label, body.position_in_file, left(rating.period, 4),
        point.plan_id
),

points AS (
    SELECT point.*, plan.title AS plan_title, plan.position_in_file AS plan_position
    FROM pack_points AS point
    JOIN pack_plans AS plan ON plan.plan_id = point.plan_id
)

SELECT
    concat_ws(
        '-', points.point_id, assessments.assessor, assessments.year, rating.series,
        rating.record_key
    ) AS row_id,
    points.plan_id,
    points.plan_title,
    points.point_id,
    points.number,
    points.title,
    points.title AS label,
    dense_rank() OVER (ORDER BY points.plan_position, points.position_in_file) AS place,
    assessments.assessor,
    assessments.assessor_name,
    assessments.assessor_label,
    assessments.year,
    assessments.assessment,
    concat_ws(' ', assessments.assessor_label, assessments.year) AS assessed_by,
    rating.method,
    rating.period,
    rating.rating,
    coalesce(word.said, rating.rating) AS rating_said,
    CASE WHEN rating.claim_id IS NULL THEN 'not-named' ELSE 'named' END AS status,
    row_number() OVER (
        PARTITION BY points.point_id, assessments.assessment
        ORDER BY rating.period_end DESC, rating.stated_on_end DESC NULLS LAST, rating.record_key
    ) AS statement,
    rating.source,
    source.carrier AS source_name,
    CASE WHEN rating.claim_id IS NULL THEN [] ELSE [rating.claim_id] END AS claims
FROM points
JOIN assessments ON assessments.plan_id = points.plan_id
LEFT JOIN rating
    ON rating.point = points.point_id
    AND rating.assessor = assessments.assessor
    AND left(rating.period, 4) = assessments.year
LEFT JOIN pack_sources AS source ON source.source_id = rating.source
LEFT JOIN pack_words AS word ON word.word = concat('rating.', lower(rating.rating))
ORDER BY place, assessments.assessment, statement
