-- People killed in organised violence by month: best estimate, between a low and a high one.
-- A year of which events are in the ledger is counted from them. For any other year the totals
-- that the pack ships stand. The two are never added.
WITH
-- from shared/event-years.sql

-- from shared/monthly-violence.sql

SELECT
    strftime(month, '%Y-%m') AS row_id,
    strftime(month, '%Y-%m') AS month,
    best,
    low,
    high,
    events,
    made_from,
    claims
FROM together
ORDER BY month
