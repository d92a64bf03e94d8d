-- Killed and injured of every incident by class of victims. The parties of an event are no classes
-- here: data sets put them in orders of their own.
WITH told_of AS (
    SELECT number, 'killed' AS harm, 'civilians' AS victims, killed_civilians AS count FROM told
    UNION ALL
    SELECT number, 'killed', 'unknown', killed_unknown FROM told
    UNION ALL
    SELECT number, 'injured', 'civilians', injured_civilians FROM told
    UNION ALL
    SELECT number, 'injured', 'unknown', injured_unknown FROM told
)
SELECT
    member.incident_id,
    told_of.harm,
    told_of.victims,
    min(told_of.count) AS low,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY told_of.count) AS best,
    max(told_of.count) AS high,
    CASE
        WHEN count(*) = 1 THEN 'one account'
        WHEN min(told_of.count) = max(told_of.count) THEN 'all agree'
        ELSE 'middle account'
    END AS rule,
    count(DISTINCT member.series) AS n_sources
FROM member
INNER JOIN told_of ON member.number = told_of.number
WHERE told_of.count IS NOT NULL
GROUP BY member.incident_id, told_of.harm, told_of.victims
