-- What sources say of how organisations stand to each other, as far as it may be shown.
WITH
-- from shared/shown-relations.sql

named AS (
    SELECT
        shown_relations.*,
        source.carrier AS source_name
    FROM shown_relations
    LEFT JOIN pack_sources AS source ON source.source_id = shown_relations.source
)

SELECT
    concat_ws('/', named.series, named.record_key) AS row_id,
    named.from_organisation,
    subject.name AS from_name,
    named.relation,
    named.to_organisation,
    object.name AS to_name,
    named.valid_from,
    named.valid_to,
    named.confidence,
    named.source,
    named.source_name,
    named.note,
    [named.claim_id] AS claims
FROM named
JOIN pack_organisations AS subject ON subject.org_id = named.from_organisation
LEFT JOIN pack_organisations AS object ON object.org_id = named.to_organisation
ORDER BY subject.position_in_file, named.valid_from_start, named.series, named.record_key
