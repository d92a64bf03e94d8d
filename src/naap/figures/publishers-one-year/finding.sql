-- The year chosen, its publishers, and the lowest and highest number of people killed.
WITH numbered AS (
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

SELECT
    min(numbered.period) AS year,
    count(DISTINCT numbered.publisher) AS publishers,
    CAST(min(numbered.value) FILTER (WHERE numbered.quantity = 'killed') AS BIGINT) AS low,
    CAST(max(numbered.value) FILTER (WHERE numbered.quantity = 'killed') AS BIGINT) AS high,
    list(numbered.claim_id ORDER BY numbered.claim_id) AS publishers_claims,
    [min_by(numbered.claim_id, numbered.value) FILTER (WHERE numbered.quantity = 'killed')]
        AS low_claims,
    [max_by(numbered.claim_id, numbered.value) FILTER (WHERE numbered.quantity = 'killed')]
        AS high_claims
FROM numbered
JOIN chosen ON chosen.period = numbered.period
HAVING count(*) FILTER (WHERE numbered.quantity = 'killed') > 1
