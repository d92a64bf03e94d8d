-- The events that accounts in the ledger tell of: for each year and family their sum, then each
-- event. Where one of its accounts is of a data set whose rows may not be passed on, events stand
-- as sums by month and province.
WITH readable AS (
    SELECT
        incident.incident_id,
        list(account.claim_id ORDER BY account.series, account.record_key) AS claims,
        list(DISTINCT account.series ORDER BY account.series) AS data_sets
    FROM incident
    JOIN incident_account ON incident_account.incident_id = incident.incident_id
    LEFT JOIN account
        ON account.series = incident_account.series
        AND account.record_key = incident_account.record_key
    GROUP BY incident.incident_id
    HAVING count(account.claim_id) = count(*)
),

told AS (
    SELECT
        incident.*, readable.claims, readable.data_sets,
        coalesce(incident.event_type, '') AS type
    FROM incident
    JOIN readable ON readable.incident_id = incident.incident_id
),

together AS (
    SELECT
        concat(family, '-', year(first_day)) AS row_id, 'year' AS grain, family,
        CAST(year(first_day) AS VARCHAR) AS period, NULL AS month, NULL AS place_id,
        NULL AS province, '' AS type,
        count(*) AS events,
        CAST(sum(killed_low) AS BIGINT) AS low,
        CAST(sum(killed) AS BIGINT) AS best,
        CAST(sum(killed_high) AS BIGINT) AS high,
        CAST(sum(injured) AS BIGINT) AS injured,
        list_sort(list_distinct(flatten(list(data_sets)))) AS data_sets,
        [] AS organisations,
        flatten(list(claims ORDER BY first_day, incident_id)) AS claims
    FROM told
    GROUP BY family, year(first_day)
    UNION ALL
    SELECT
        incident_id, 'event', family, CAST(first_day AS VARCHAR),
        12 * year(first_day) + month(first_day) - 1, coalesce(district, province), province, type,
        1, killed_low, killed, killed_high, injured, data_sets, organisations, claims
    FROM told
    WHERE may_stand_alone
    UNION ALL
    SELECT
        concat_ws('-', 'sum', family, strftime(first_day, '%Y-%m'), province), 'sum', family,
        strftime(first_day, '%Y-%m'), 12 * year(first_day) + month(first_day) - 1, province, province, '',
        count(*),
        CAST(sum(killed_low) AS BIGINT),
        CAST(sum(killed) AS BIGINT),
        CAST(sum(killed_high) AS BIGINT),
        CAST(sum(injured) AS BIGINT),
        list_sort(list_distinct(flatten(list(data_sets)))),
        [],
        flatten(list(claims ORDER BY first_day, incident_id))
    FROM told
    WHERE NOT may_stand_alone
    GROUP BY family, strftime(first_day, '%Y-%m'), 12 * year(first_day) + month(first_day), province
)

SELECT
    together.*,
    coalesce(place.name, '') AS place_name
FROM together
LEFT JOIN pack_places AS place ON place.place_id = together.place_id
ORDER BY together.grain DESC, together.period, together.row_id
