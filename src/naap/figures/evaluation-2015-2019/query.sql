-- Attacks and people killed in the five years after the year of the plan: what the publisher with the
-- longest series of attacks states, and beside it the events and deaths of the data set of events.
-- The two count different things and are never added. A year without a statement is missing.
WITH
-- from shared/yearly-statements.sql

-- from shared/longest-attacks.sql

-- from shared/event-years.sql

years AS (
    SELECT CAST(unnest(generate_series(adopted + 1, adopted + 5)) AS INTEGER) AS year FROM plan
),

-- from shared/evaluation.sql
