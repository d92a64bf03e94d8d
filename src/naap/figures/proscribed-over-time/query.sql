-- Organisations on the state's list, told twice and never mixed: the counts that publishers gave,
-- and the listings with a date in the ledger, counted. The authority is the one whose list has
-- most dated events. A further row counts the organisations on its list without a date.
WITH
-- from shared/authorities.sql

-- from shared/proscribed-over-time.sql

-- One organisation listed twice, by two sources or two instruments, is one organisation: what
-- counts is whether it is on the list after the event and was before. On one day, taking off
-- goes before putting on.
steps AS (
    SELECT
        *,
        CASE event WHEN 'listed' THEN 1 ELSE 0 END
            - lag(CASE event WHEN 'listed' THEN 1 ELSE 0 END, 1, 0) OVER (
                PARTITION BY organisation ORDER BY day, event, record_key
            ) AS step
    FROM events
    WHERE day IS NOT NULL
),

days AS (
    SELECT
        authority, authority_name, day,
        min(happened_on) AS at_date,
        sum(step) AS change
    FROM steps
    GROUP BY authority, authority_name, day
),

running AS (
    SELECT
        authority, authority_name, day, at_date, change,
        sum(change) OVER (
            ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS value
    FROM days
),

dated AS (
    SELECT
        running.authority, running.authority_name, running.day, running.at_date, running.value,
        list(steps.claim_id ORDER BY steps.day, steps.claim_id) AS claims
    FROM running
    JOIN steps ON steps.day <= running.day
    WHERE running.change <> 0
    GROUP BY
        running.authority, running.authority_name, running.day, running.at_date, running.value
),

undated AS (
    SELECT
        authority,
        authority_name,
        count(DISTINCT organisation) AS value,
        list(claim_id ORDER BY claim_id) AS claims
    FROM events
    WHERE day IS NULL AND organisation NOT IN (SELECT organisation FROM steps)
    GROUP BY authority, authority_name
),

published AS (
    SELECT
        concat_ws('-', figure.series, figure.record_key) AS row_id,
        figure.publisher,
        body.label AS publisher_name,
        body.position_in_file AS publisher_position,
        figure.period,
        figure.period_start,
        figure.period_end AS day,
        figure.value,
        figure.qualifier,
        figure.source,
        source.carrier AS source_name,
        figure.claim_id
    FROM figure
    JOIN pack_bodies AS body ON body.body_id = figure.publisher
    LEFT JOIN pack_sources AS source ON source.source_id = figure.source
    WHERE figure.quantity = 'proscribed-organisations' AND figure.place = $country
),

together AS (
    SELECT
        row_id, 'published' AS measure, 1 AS measure_rank, publisher AS body,
        publisher_name AS body_name, publisher_position AS body_position, period AS at_date, day,
        -- A count given for a whole year is drawn as long as the year.
        CASE WHEN date_diff('day', period_start, day) > 45 THEN period_start END AS from_day,
        CAST(value AS BIGINT) AS value, qualifier, source, source_name, [claim_id] AS claims
    FROM published
    UNION ALL
    SELECT
        concat('dated-', CAST(day AS VARCHAR)), 'dated', 2, authority, authority_name, 0, at_date,
        day, NULL, CAST(value AS BIGINT), NULL, NULL, NULL, claims
    FROM dated
    UNION ALL
    SELECT
        'undated', 'undated', 3, authority, authority_name, 0, NULL,
        NULL, NULL, value, NULL, NULL, NULL, claims
    FROM undated
)

-- Each publisher has its own shape, in the order of the pack.
SELECT
    *,
    max(voice) OVER (PARTITION BY measure) AS voices
FROM (
    SELECT
        *,
        day = max(day) OVER (PARTITION BY measure) AS is_last,
        dense_rank() OVER (PARTITION BY measure ORDER BY body_position) AS voice
    FROM together
)
ORDER BY measure_rank, day, body_position, row_id
