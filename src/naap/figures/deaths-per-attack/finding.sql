-- The lowest and the highest number of people killed per attack, of the publisher with the most
-- years for which both were stated.
WITH stated AS (
    SELECT
        publisher, quantity, coalesce(scope, '') AS scope, period, value, source, stated_on_end,
        series, record_key, claim_id
    FROM figure
    WHERE quantity IN ('attacks', 'killed') AND place = $country AND length(period) = 4
),

paired AS (
    SELECT
        attacks.publisher, attacks.scope, attacks.period,
        CAST(round(killed.value / attacks.value, 1) AS DECIMAL(12, 1)) AS value,
        [attacks.claim_id, killed.claim_id] AS claims,
        row_number() OVER (
            PARTITION BY attacks.publisher, attacks.scope, attacks.period
            ORDER BY
                CASE WHEN attacks.source = killed.source THEN 0 ELSE 1 END,
                killed.stated_on_end DESC NULLS LAST, attacks.stated_on_end DESC NULLS LAST,
                killed.series, killed.record_key, attacks.series, attacks.record_key
        ) AS place
    FROM stated AS attacks
    JOIN stated AS killed
        ON killed.publisher = attacks.publisher
        AND killed.scope = attacks.scope
        AND killed.period = attacks.period
    WHERE attacks.quantity = 'attacks' AND killed.quantity = 'killed' AND attacks.value > 0
),

ranked AS (
    SELECT
        paired.publisher, paired.scope, min(body.label) AS label,
        row_number() OVER (
            ORDER BY count(*) DESC, min(body.position_in_file), paired.scope
        ) AS place
    FROM paired
    JOIN pack_bodies AS body ON body.body_id = paired.publisher
    WHERE paired.place = 1
    GROUP BY paired.publisher, paired.scope
),

told AS (
    SELECT
        ranked.label, paired.period, paired.value, paired.claims,
        row_number() OVER (ORDER BY paired.value, paired.period) AS from_low,
        row_number() OVER (ORDER BY paired.value DESC, paired.period) AS from_high
    FROM paired
    JOIN ranked ON ranked.publisher = paired.publisher AND ranked.scope = paired.scope
    WHERE ranked.place = 1 AND paired.place = 1
)

SELECT
    low.label AS publisher,
    low.value AS low,
    low.period AS low_year,
    high.value AS high,
    high.period AS high_year,
    low.claims AS low_claims,
    high.claims AS high_claims
FROM told AS low
CROSS JOIN told AS high
WHERE low.from_low = 1 AND high.from_high = 1 AND low.period <> high.period
