-- For each listed body that sources tell goes on under another name, or through a front, a wing or a
-- part: how long after its listing the first of them is dated, and how many there are.
WITH
-- from shared/shown-relations.sql

-- from shared/authorities.sql

-- from shared/later-relations.sql

successors AS (
    SELECT *
    FROM later
    WHERE what IN ('new name', 'front')
),

-- The first of them: the one that can have been earliest.
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY organisation ORDER BY days_least, days_most, record_key
        ) AS turn
    FROM successors
),

-- Those of which no source says since when.
undated AS (
    SELECT sides.organisation, count(DISTINCT sides.other) AS value
    FROM sides
    WHERE sides.what IN ('new name', 'front') AND sides.valid_from_end IS NULL
        AND sides.other NOT IN (
            SELECT successors.other FROM successors
            WHERE successors.organisation = sides.organisation
        )
    GROUP BY sides.organisation
),

counted AS (
    SELECT
        organisation,
        count(DISTINCT other) AS value,
        list(DISTINCT claim_id ORDER BY claim_id) AS claims
    FROM successors
    GROUP BY organisation
)

SELECT
    ranked.organisation AS row_id,
    ranked.organisation,
    organisation.name AS organisation_name,
    row_number() OVER (ORDER BY ranked.listed_day, organisation.position_in_file) AS place,
    ranked.listed_on,
    other.name AS first_successor,
    ranked.valid_from,
    CAST(ranked.days_least / 365.25 AS DECIMAL(6, 1)) AS years_least,
    CAST(ranked.days_most / 365.25 AS DECIMAL(6, 1)) AS years_most,
    counted.value,
    coalesce(undated.value, 0) AS undated,
    list_append(counted.claims, ranked.listing_claim) AS claims
FROM ranked
JOIN counted ON counted.organisation = ranked.organisation
JOIN pack_organisations AS organisation ON organisation.org_id = ranked.organisation
JOIN pack_organisations AS other ON other.org_id = ranked.other
LEFT JOIN undated ON undated.organisation = ranked.organisation
WHERE ranked.turn = 1
ORDER BY ranked.listed_day, organisation.position_in_file
