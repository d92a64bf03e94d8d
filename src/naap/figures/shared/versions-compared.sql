-- The two versions of the plan that are compared: the one in force, and the one that it replaces.
versions AS (
    SELECT
        plan_id,
        title AS plan_title,
        left(adopted, 4) AS year,
        replaces IS NOT NULL AND replaces IN (SELECT plan_id FROM pack_change) AS is_new
    FROM pack_plans
    WHERE plan_id IN (SELECT plan_id FROM pack_change)
),
