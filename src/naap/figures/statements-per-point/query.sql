-- How many published numbers each point has.
SELECT
    point.point_id AS row_id,
    point.point_id,
    point.title,
    count(figure.claim_id) AS value,
    coalesce(
        list(figure.claim_id ORDER BY figure.claim_id) FILTER (WHERE figure.claim_id IS NOT NULL),
        [concat('pack:points/', point.point_id)]
    ) AS claims
FROM pack_points AS point
LEFT JOIN (
    -- Totals of a data set are not statements about the plan.
    SELECT quantity_id, unnest(point_ids) AS point_id
    FROM pack_quantities
    WHERE data_set IS NULL
) AS spoken ON spoken.point_id = point.point_id
LEFT JOIN figure ON figure.quantity = spoken.quantity_id
GROUP BY point.point_id, point.title, point.position_in_file
ORDER BY point.position_in_file
