-- How many numbers the press carried, of all that were published about the points, and how many
-- points have none.
WITH
-- from shared/spoken-of.sql

numbers AS (
    SELECT figure.claim_id, figure.basis
    FROM figure
    WHERE figure.quantity IN (SELECT quantity_id FROM spoken_of)
),

silent AS (
    SELECT point.point_id
    FROM pack_points AS point
    WHERE point.point_id NOT IN (
        SELECT spoken_of.point_id
        FROM spoken_of
        JOIN figure ON figure.quantity = spoken_of.quantity_id
    )
)

-- A count of none rests on everything that was looked at.
SELECT
    count(*) AS numbers,
    count(*) FILTER (WHERE basis = 'media') AS media,
    count(*) FILTER (WHERE basis IN ('official', 'court record')) AS official,
    (SELECT count(*) FROM silent) AS silent,
    list(claim_id ORDER BY claim_id) AS numbers_claims,
    coalesce(
        list(claim_id ORDER BY claim_id) FILTER (WHERE basis = 'media'),
        list(claim_id ORDER BY claim_id)
    ) AS media_claims,
    coalesce(
        list(claim_id ORDER BY claim_id) FILTER (WHERE basis IN ('official', 'court record')),
        list(claim_id ORDER BY claim_id)
    ) AS official_claims,
    coalesce(
        (SELECT list(concat('pack:points/', point_id) ORDER BY point_id) FROM silent),
        (SELECT list(concat('pack:points/', point_id) ORDER BY point_id) FROM pack_points)
    ) AS silent_claims
FROM numbers
HAVING count(*) > 0
