stated AS (
    SELECT
        publisher, quantity, coalesce(scope, '') AS scope, year, value, qualifier, source,
        stated_on_end, series, record_key, claim_id
    FROM yearly
    WHERE quantity IN ('attacks', 'killed')
),

paired AS (
    SELECT
        attacks.publisher, attacks.scope, attacks.year, attacks.value AS attacks,
        killed.value AS killed, killed.source, attacks.source = killed.source AS same_source,
        attacks.qualifier = 'exact' AND killed.qualifier = 'exact' AS is_exact,
        [attacks.claim_id, killed.claim_id] AS claims,
        row_number() OVER (
            PARTITION BY attacks.publisher, attacks.scope, attacks.year
            ORDER BY
                CASE WHEN attacks.source = killed.source THEN 0 ELSE 1 END,
                killed.stated_on_end DESC NULLS LAST, attacks.stated_on_end DESC NULLS LAST,
                killed.series, killed.record_key, attacks.series, attacks.record_key
        ) AS place
    FROM stated AS attacks
    JOIN stated AS killed
        ON killed.publisher = attacks.publisher
        AND killed.scope = attacks.scope
        AND killed.year = attacks.year
    WHERE attacks.quantity = 'attacks' AND killed.quantity = 'killed' AND attacks.value > 0
),

divided AS (
    SELECT
        *,
        CAST(round(killed / attacks, 1) AS DECIMAL(12, 1)) AS value,
        count(*) OVER (PARTITION BY publisher, scope) AS years_found,
        -- A run of years without a gap: a line must not bridge years that cannot be divided.
        year - row_number() OVER (PARTITION BY publisher, scope ORDER BY year) AS run
    FROM paired
    WHERE place = 1
)
