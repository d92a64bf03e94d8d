-- The few numbers that a review opens with, each counted from the pack or the ledger.
WITH
-- from shared/spoken-of.sql

current_points AS (
    SELECT point_id FROM pack_points
),

statements AS (
    SELECT figure.claim_id, figure.publisher
    FROM figure
    JOIN pack_quantities AS quantity ON quantity.quantity_id = figure.quantity
    WHERE quantity.data_set IS NULL
),

silent AS (
    SELECT point_id
    FROM current_points
    WHERE point_id NOT IN (
        SELECT spoken_of.point_id
        FROM spoken_of
        JOIN figure ON figure.quantity = spoken_of.quantity_id
    )
),

stateless AS (
    SELECT point.point_id
    FROM current_points AS point
    LEFT JOIN pack_point_states AS state ON state.point_id = point.point_id
    WHERE state.point_id IS NULL
),

ownerless AS (
    SELECT point.point_id
    FROM current_points AS point
    LEFT JOIN pack_owners AS owner ON owner.point_id = point.point_id
    WHERE owner.point_id IS NULL
)

SELECT 1 AS place, 'points' AS row_id, 'points' AS item, count(*) AS value,
    coalesce(list(concat('pack:points/', point_id) ORDER BY point_id), []) AS claims
FROM current_points
UNION ALL
SELECT 2, 'stateless', 'stateless', count(*),
    coalesce(list(concat('pack:points/', point_id) ORDER BY point_id), [])
FROM stateless
UNION ALL
SELECT 3, 'ownerless', 'ownerless', count(*),
    coalesce(list(concat('pack:points/', point_id) ORDER BY point_id), [])
FROM ownerless
UNION ALL
SELECT 4, 'silent', 'silent', count(*),
    coalesce(list(concat('pack:points/', point_id) ORDER BY point_id), [])
FROM silent
UNION ALL
SELECT 5, 'statements', 'statements', count(*), coalesce(list(claim_id ORDER BY claim_id), [])
FROM statements
UNION ALL
SELECT 6, 'publishers', 'publishers', count(DISTINCT publisher), coalesce(list(claim_id ORDER BY claim_id), [])
FROM statements
ORDER BY place
