numbered AS (
    SELECT
        figure.publisher, figure.quantity, figure.scope, figure.period, figure.value,
        figure.qualifier, figure.unit, figure.source, figure.stated_on, figure.claim_id,
        row_number() OVER (
            PARTITION BY figure.publisher, figure.quantity, figure.scope, figure.period
            ORDER BY figure.stated_on_end DESC NULLS LAST, figure.series, figure.record_key
        ) AS statement
    FROM figure
    WHERE figure.quantity IN ('attacks', 'killed')
        AND figure.place = $country
        AND length(figure.period) = 4
),

-- The year with the most publishers of a number of attacks; of several, the latest.
chosen AS (
    SELECT period
    FROM (
        SELECT
            period,
            row_number() OVER (ORDER BY count(DISTINCT publisher) DESC, period DESC) AS place
        FROM numbered
        WHERE quantity = 'attacks'
        GROUP BY period
    )
    WHERE place = 1
)
