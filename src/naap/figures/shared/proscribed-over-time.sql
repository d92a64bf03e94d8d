-- Every event of the list of the authority that ranks first, with or without a date.
events AS (
    SELECT
        listing.organisation,
        listing.event,
        listing.happened_on_end AS day,
        listing.happened_on,
        listing.record_key,
        listing.claim_id,
        authorities.authority,
        authorities.authority_name
    FROM listing
    JOIN authorities ON authorities.authority = listing.authority
    WHERE authorities.authority_rank = 1
        AND listing.event IN ('listed', 'delisted', 'on list, date unknown')
),
