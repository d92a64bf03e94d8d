-- What an event may have several of: targets, classes of victims, those said to have done it and
-- the parties to it (the registered organisation, or the data set's own id of a party that nobody
-- has registered), the heads of the parties' lineages, and the data sets that tell of it.
WITH done_by AS (
    SELECT series, record_key, 'perpetrator' AS trait, unnest(perpetrators) AS party
    FROM account
    UNION
    -- Who does one-sided violence is the first party, by UCDP's definition.
    SELECT series, record_key, 'perpetrator', side_a
    FROM account
    WHERE event_type = 'one-sided' AND side_a IS NOT NULL
    UNION
    SELECT series, record_key, 'party', party
    FROM named_parties
),
bodies AS (
    SELECT
        done_by.series,
        done_by.record_key,
        done_by.trait,
        coalesce(registered.organisation, concat(done_by.series, ':', done_by.party)) AS body
    FROM done_by
    LEFT JOIN registered
        ON done_by.series = registered.series AND done_by.party = registered.party
),
said AS (
    SELECT series, record_key, 'target' AS trait, unnest(targets) AS value
    FROM account
    UNION ALL
    SELECT series, record_key, 'victim', unnest(victims)
    FROM account
    UNION ALL
    SELECT series, record_key, trait, body
    FROM bodies
    UNION ALL
    SELECT bodies.series, bodies.record_key, 'lineage', coalesce(ancestry.root, bodies.body)
    FROM bodies
    LEFT JOIN ancestry ON bodies.body = ancestry.organisation
    UNION ALL
    SELECT series, record_key, 'source', series
    FROM account
)
SELECT DISTINCT
    tells.id,
    said.trait,
    said.value
FROM said
INNER JOIN tells
    ON said.series = tells.series AND said.record_key = tells.record_key
