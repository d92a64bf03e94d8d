-- How many published numbers each point has.
WITH
-- from shared/spoken-of.sql

numbers AS (
    SELECT spoken_of.point_id, figure.claim_id
    FROM spoken_of
    JOIN figure ON figure.quantity = spoken_of.quantity_id
)

SELECT
    point.point_id AS row_id,
    point.point_id,
    point.title,
    count(numbers.claim_id) AS value,
    coalesce(
        list(numbers.claim_id ORDER BY numbers.claim_id)
            FILTER (WHERE numbers.claim_id IS NOT NULL),
        [concat('pack:points/', point.point_id)]
    ) AS claims
FROM pack_points AS point
LEFT JOIN numbers ON numbers.point_id = point.point_id
GROUP BY point.point_id, point.title, point.position_in_file
ORDER BY point.position_in_file
