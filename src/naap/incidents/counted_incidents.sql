-- What is counted: every incident once, whichever data sets tell of it. Who did it is told with
-- the surest of the grades that an account gives.
WITH graded AS (
    SELECT
        members.incident_id,
        max(CASE told.attribution
            WHEN 'claimed' THEN 4 WHEN 'attributed' THEN 3 WHEN 'suspected' THEN 2
            WHEN 'unknown' THEN 1 ELSE 0
        END) AS surest
    FROM members
    INNER JOIN told
        ON members.series = told.series AND members.record_key = told.record_key
    GROUP BY members.incident_id
)
SELECT
    'incidents' AS counted_in,
    incidents.incident_id AS id,
    incidents.family,
    incidents.date_from AS first_day,
    incidents.date_to AS last_day,
    incidents.event_type AS type,
    incidents.province,
    incidents.district,
    CASE graded.surest
        WHEN 4 THEN 'claimed' WHEN 3 THEN 'attributed' WHEN 2 THEN 'suspected'
        WHEN 1 THEN 'unknown' ELSE 'not told'
    END AS attribution,
    incidents.killed_best AS killed,
    incidents.killed_low,
    incidents.killed_high,
    incidents.injured_best AS injured
FROM incidents
INNER JOIN graded ON incidents.incident_id = graded.incident_id
