-- What numbers are about each point. Totals of a data set are not statements about the plan.
spoken_of AS (
    SELECT unnest(point_ids) AS point_id, quantity_id
    FROM pack_quantities
    WHERE data_set IS NULL
),
