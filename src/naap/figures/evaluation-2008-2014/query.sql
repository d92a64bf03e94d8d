-- Attacks and people killed in the year of the plan and the six years before: what the publisher with the
-- longest series of attacks states, and beside it the events and deaths of the data set of events.
-- The two count different things and are never added. A year without a statement is missing.
WITH plan AS (
    SELECT year(min(adopted_start)) AS adopted FROM pack_plans
),

years AS (
    SELECT CAST(unnest(generate_series(adopted - 6, adopted)) AS INTEGER) AS year FROM plan
),

-- from shared/evaluation.sql
