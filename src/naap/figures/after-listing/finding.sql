-- How many bodies have a dated listing, and of how many something later is told.
WITH
-- from shared/shown-relations.sql

-- from shared/authorities.sql

-- from shared/later-relations.sql

listed AS (
    SELECT
        min(authority_name) AS authority,
        count(*) AS listed,
        list(claim_id ORDER BY claim_id) AS listed_claims
    FROM first_listed
),

active AS (
    SELECT
        count(DISTINCT organisation) AS active,
        list(DISTINCT claim_id ORDER BY claim_id) AS active_claims
    FROM later
)

SELECT listed.authority, listed.listed, active.active, listed.listed_claims,
    coalesce(active.active_claims, listed.listed_claims) AS active_claims
FROM listed
CROSS JOIN active
WHERE listed.listed > 0
