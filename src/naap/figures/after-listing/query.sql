-- What sources tell of the bodies on a list after the day on which they were listed, counted in
-- bodies. A body of which several things are told counts in each; one of which nothing dated is
-- told counts once, as such.
WITH
-- from shared/shown-relations.sql

-- from shared/authorities.sql

-- from shared/later-relations.sql

kinds AS (
    SELECT 'new name' AS what, 1 AS place
    UNION ALL SELECT 'front', 2
    UNION ALL SELECT 'split', 3
    UNION ALL SELECT 'merger', 4
    UNION ALL SELECT 'alliance', 5
),

told_later AS (
    SELECT
        kinds.what,
        kinds.place,
        count(DISTINCT later.organisation) AS value,
        list(DISTINCT later.claim_id ORDER BY later.claim_id) FILTER (
            WHERE later.claim_id IS NOT NULL
        ) AS claims
    FROM kinds
    LEFT JOIN later ON later.what = kinds.what
    GROUP BY kinds.what, kinds.place
),

silent AS (
    SELECT
        'nothing' AS what,
        6 AS place,
        count(*) AS value,
        list(claim_id ORDER BY claim_id) AS claims
    FROM first_listed
    WHERE organisation NOT IN (SELECT organisation FROM later)
),

every AS (
    SELECT what, place, value, coalesce(claims, []) AS claims FROM told_later
    UNION ALL
    SELECT what, place, value, coalesce(claims, []) FROM silent
)

SELECT replace(what, ' ', '-') AS row_id, what, place, value, claims
FROM every
WHERE (SELECT count(*) FROM first_listed) > 0
ORDER BY place
