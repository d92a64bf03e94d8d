-- Who sees what: for each two data sets, of the incidents that the first one tells of in the time
-- that the second one covers, how many the second one tells of too, and whether the two agree on
-- how many were killed. A data set covers the time from its first event to its last.
WITH told_by AS (
    SELECT
        members.incident_id,
        members.series,
        CAST(sum(told.killed_best) AS BIGINT) AS killed,
        count(*) - count(told.killed_best) AS untold
    FROM members
    INNER JOIN told
        ON members.series = told.series AND members.record_key = told.record_key
    GROUP BY members.incident_id, members.series
),
spans AS (
    SELECT series, min(event_start) AS first_day, max(event_end) AS last_day
    FROM told
    GROUP BY series
),
seen AS (
    SELECT
        one.series AS one,
        spans.series AS other,
        incidents.family,
        one.incident_id,
        other.incident_id IS NOT NULL AS both_tell,
        one.killed AS killed_one,
        other.killed AS killed_other,
        one.untold = 0 AND other.untold = 0 AS both_count
    FROM told_by AS one
    INNER JOIN incidents ON one.incident_id = incidents.incident_id
    INNER JOIN spans
        ON one.series <> spans.series
        AND incidents.date_from >= spans.first_day AND incidents.date_from <= spans.last_day
    LEFT JOIN told_by AS other
        ON one.incident_id = other.incident_id AND spans.series = other.series
)
SELECT
    one,
    other,
    family,
    count(*) AS incidents,
    CAST(sum(CASE WHEN both_tell THEN 1 ELSE 0 END) AS BIGINT) AS both_tell,
    CAST(sum(CASE WHEN both_tell THEN 1 ELSE 0 END) AS DOUBLE) / count(*) AS share,
    CAST(sum(CASE WHEN both_tell AND both_count THEN 1 ELSE 0 END) AS BIGINT) AS both_count_killed,
    CAST(sum(CASE WHEN both_tell AND both_count AND killed_one = killed_other THEN 1 ELSE 0 END)
        AS BIGINT) AS same_killed,
    CAST(sum(CASE WHEN both_tell AND both_count THEN killed_one ELSE 0 END) AS BIGINT)
        AS killed_by_one,
    CAST(sum(CASE WHEN both_tell AND both_count THEN killed_other ELSE 0 END) AS BIGINT)
        AS killed_by_other
FROM seen
GROUP BY one, other, family
ORDER BY one, other, family
