-- Authorities, ranked by how many dated events of their lists the ledger holds.
authorities AS (
    SELECT
        listing.authority,
        body.label AS authority_name,
        row_number() OVER (
            ORDER BY count(listing.happened_on_end) DESC, body.position_in_file
        ) AS authority_rank
    FROM listing
    JOIN pack_bodies AS body ON body.body_id = listing.authority
    GROUP BY listing.authority, body.label, body.position_in_file
),
