-- The rule of publication: a relation that touches a body on no list is shown only where two
-- publishers tell of it.
last_words AS (
    SELECT
        organisation,
        authority,
        arg_max(event, coalesce(happened_on_end, DATE '0001-01-01')) AS event
    FROM listing
    WHERE event <> 'under observation'
    GROUP BY organisation, authority
),

on_a_list AS (
    SELECT DISTINCT organisation
    FROM last_words
    WHERE event <> 'delisted'
),

told AS (
    SELECT
        relation.relation,
        relation.from_organisation,
        relation.to_organisation,
        count(DISTINCT coalesce(source.publisher, relation.source)) AS publishers
    FROM relation
    LEFT JOIN pack_sources AS source ON source.source_id = relation.source
    GROUP BY relation.relation, relation.from_organisation, relation.to_organisation
),

shown_relations AS (
    SELECT relation.*
    FROM relation
    JOIN pack_organisations AS subject ON subject.org_id = relation.from_organisation
    LEFT JOIN pack_organisations AS object ON object.org_id = relation.to_organisation
    JOIN told
        ON told.relation = relation.relation
        AND told.from_organisation = relation.from_organisation
        AND told.to_organisation IS NOT DISTINCT FROM relation.to_organisation
    LEFT JOIN on_a_list AS listed_subject
        ON listed_subject.organisation = relation.from_organisation
    LEFT JOIN on_a_list AS listed_object ON listed_object.organisation = relation.to_organisation
    WHERE
        (relation.to_organisation IS NULL OR object.org_id IS NOT NULL)
        AND (
            told.publishers >= 2
            OR (
                listed_subject.organisation IS NOT NULL
                AND (relation.to_organisation IS NULL OR listed_object.organisation IS NOT NULL)
            )
        )
),
