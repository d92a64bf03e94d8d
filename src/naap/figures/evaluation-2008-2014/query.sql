-- Attacks and people killed in the year of the plan and the six years before: what the publisher with the
-- longest series of attacks states, and beside it the events and deaths of the data set of events.
-- The two count different things and are never added. A year without a statement is missing.
WITH
-- from shared/yearly-statements.sql

-- from shared/longest-attacks.sql

-- from shared/event-years.sql

years AS (
    SELECT CAST(unnest(generate_series(adopted - 6, adopted)) AS INTEGER) AS year FROM plan
),

-- from shared/evaluation.sql
