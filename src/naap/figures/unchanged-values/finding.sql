-- The value that one publisher gave for the longest time without a change.
WITH
-- from shared/statements-in-turn.sql

-- from shared/unchanged-values.sql

SELECT
    quantity_name AS quantity,
    publisher_name AS publisher,
    first_date,
    last_date,
    value,
    statements,
    claims AS value_claims,
    claims AS statements_claims
FROM ranked
WHERE run_rank = 1
