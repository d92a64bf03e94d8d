-- Every statement about an authority's list, as its source gives it. Only organisations of the
-- pack: an entry of an imported list that nobody has matched is in the ledger and on no page.
SELECT
    concat_ws('/', listing.series, listing.record_key) AS row_id,
    listing.organisation,
    organisation.name AS organisation_name,
    listing.event,
    listing.happened_on,
    listing.authority,
    authority.label AS authority_name,
    listing.instrument,
    listing.source,
    source.carrier AS source_name,
    listing.note,
    [listing.claim_id] AS claims
FROM listing
JOIN pack_organisations AS organisation ON organisation.org_id = listing.organisation
JOIN pack_bodies AS authority ON authority.body_id = listing.authority
LEFT JOIN pack_sources AS source ON source.source_id = listing.source
ORDER BY
    organisation.position_in_file, authority.position_in_file, listing.happened_on_start,
    listing.series, listing.record_key
