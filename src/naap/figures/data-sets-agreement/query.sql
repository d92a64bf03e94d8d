-- Who sees what: for each two data sets, of the events that the first one tells of in the time that
-- the second one covers, how many the second one tells of too, and in how many of those that both
-- count the killed they count as many. A data set covers the time from its first event to its last.
WITH told_by AS (
    SELECT
        incident_account.incident_id, incident_account.series,
        min(incident_account.first_day) AS first_day, max(incident_account.last_day) AS last_day,
        CAST(sum(incident_account.killed) AS BIGINT) AS killed,
        count(*) = count(incident_account.killed) AS counts_killed,
        list(account.claim_id ORDER BY account.record_key) AS claims
    FROM incident_account
    JOIN account
        ON account.series = incident_account.series
        AND account.record_key = incident_account.record_key
    GROUP BY incident_account.incident_id, incident_account.series
),

spans AS (
    SELECT series, min(first_day) AS first_day, max(last_day) AS last_day
    FROM told_by
    GROUP BY series
),

seen AS (
    SELECT
        one.series AS one, spans.series AS other, incident.family, one.incident_id,
        other.incident_id IS NOT NULL AS both_tell,
        other.incident_id IS NOT NULL AND one.counts_killed AND other.counts_killed AS both_count,
        one.killed = other.killed AS same_killed,
        list_concat(one.claims, coalesce(other.claims, [])) AS claims
    FROM told_by AS one
    JOIN incident ON incident.incident_id = one.incident_id
    JOIN spans
        ON spans.series <> one.series
        AND incident.first_day BETWEEN spans.first_day AND spans.last_day
    LEFT JOIN told_by AS other
        ON other.incident_id = one.incident_id AND other.series = spans.series
)

SELECT
    concat_ws('-', one, other, family) AS row_id,
    one,
    other,
    family,
    count(*) AS events,
    CAST(sum(CASE WHEN both_tell THEN 1 ELSE 0 END) AS BIGINT) AS both_tell,
    CAST(round(100.0 * sum(CASE WHEN both_tell THEN 1 ELSE 0 END) / count(*), 0) AS BIGINT) AS share,
    CAST(sum(CASE WHEN both_count THEN 1 ELSE 0 END) AS BIGINT) AS both_count,
    CAST(sum(CASE WHEN both_count AND same_killed THEN 1 ELSE 0 END) AS BIGINT) AS same_killed,
    flatten(list(claims ORDER BY incident_id)) AS claims
FROM seen
GROUP BY one, other, family
ORDER BY one, other, family
