-- The day on which the first of the authorities first listed each body, and every shown relation
-- of that body that is dated later. What is contested is left out.
first_listed AS (
    SELECT
        listing.organisation,
        authorities.authority_name,
        min(listing.happened_on_end) AS day,
        arg_min(listing.happened_on, listing.happened_on_end) AS listed_on,
        arg_min(listing.claim_id, concat(listing.happened_on_end, listing.claim_id)) AS claim_id
    FROM listing
    JOIN authorities ON authorities.authority = listing.authority
    JOIN pack_organisations AS organisation ON organisation.org_id = listing.organisation
    WHERE authorities.authority_rank = 1
        AND listing.event = 'listed'
        AND listing.happened_on_end IS NOT NULL
    GROUP BY listing.organisation, authorities.authority_name
),

-- Each relation from the side of the listed body. A renamed body goes on under the new name; a
-- front, wing, part or other name leads back to the body that it is told of.
sides AS (
    SELECT
        from_organisation AS organisation,
        to_organisation AS other,
        CASE
            WHEN relation = 'renamed_to' THEN 'new name'
            WHEN relation IN ('allied_with', 'formed_by_union') THEN 'alliance'
            WHEN relation IN ('merged_into', 'rejoined') THEN 'merger'
        END AS what,
        relation, valid_from, valid_from_start, valid_from_end, claim_id, record_key
    FROM shown_relations
    WHERE to_organisation IS NOT NULL AND confidence <> 'contested'
    UNION ALL
    SELECT
        to_organisation,
        from_organisation,
        CASE
            WHEN relation IN ('front_for', 'wing_of', 'part_of', 'alias_of') THEN 'front'
            WHEN relation = 'successor_of' THEN 'new name'
            WHEN relation = 'splinter_of' THEN 'split'
            WHEN relation IN ('allied_with', 'formed_by_union') THEN 'alliance'
            WHEN relation IN ('merged_into', 'rejoined') THEN 'merger'
        END,
        relation, valid_from, valid_from_start, valid_from_end, claim_id, record_key
    FROM shown_relations
    WHERE to_organisation IS NOT NULL AND confidence <> 'contested'
),

later AS (
    SELECT
        sides.*,
        first_listed.listed_on,
        first_listed.day AS listed_day,
        first_listed.claim_id AS listing_claim,
        greatest(0, date_diff('day', first_listed.day, sides.valid_from_start)) AS days_least,
        date_diff('day', first_listed.day, sides.valid_from_end) AS days_most
    FROM sides
    JOIN first_listed ON first_listed.organisation = sides.organisation
    WHERE sides.what IS NOT NULL AND sides.valid_from_end > first_listed.day
),
