stated AS (
    SELECT * FROM yearly WHERE quantity IN ('attacks', 'killed')
),

-- The year with the most publishers of a number of attacks; of several, the latest.
chosen AS (
    SELECT period
    FROM (
        SELECT
            period,
            row_number() OVER (ORDER BY count(DISTINCT publisher) DESC, period DESC) AS place
        FROM stated
        WHERE quantity = 'attacks'
        GROUP BY period
    )
    WHERE place = 1
)
