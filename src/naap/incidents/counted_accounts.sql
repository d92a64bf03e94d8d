-- What is counted: every account once, for its own data set. Accounts of two data sets may tell of
-- one event, so that they are never added up.
SELECT
    told.series AS counted_in,
    concat('account/', told.series, '/', told.record_key) AS id,
    told.family,
    told.event_start AS first_day,
    told.event_end AS last_day,
    told.event_type AS type,
    told.province,
    told.district,
    coalesce(told.attribution, 'not told') AS attribution,
    told.killed_best AS killed,
    told.killed_low,
    told.killed_high,
    told.injured_best AS injured
FROM told
