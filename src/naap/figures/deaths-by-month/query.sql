-- People killed in organised violence by month: best estimate, between a low and a high one.
-- Where the events themselves are in the ledger, they replace the totals that the pack ships;
-- the two are never added.
WITH shipped AS (
    SELECT
        figure.period_start AS month,
        CAST(max(figure.value) FILTER (WHERE figure.quantity = 'ucdp-deaths-best') AS BIGINT)
            AS best,
        CAST(max(figure.value) FILTER (WHERE figure.quantity = 'ucdp-deaths-low') AS BIGINT)
            AS low,
        CAST(max(figure.value) FILTER (WHERE figure.quantity = 'ucdp-deaths-high') AS BIGINT)
            AS high,
        CAST(max(figure.value) FILTER (WHERE figure.quantity = 'ucdp-events') AS BIGINT)
            AS events,
        list(figure.claim_id ORDER BY figure.quantity) AS claims,
        'totals shipped with the pack' AS made_from
    FROM figure
    WHERE figure.aggregate_of = 'ucdp-ged'
        AND figure.place = $country
        AND NOT EXISTS (
            SELECT 1 FROM account WHERE account.series = 'ucdp-ged' AND account.country = $country
        )
    GROUP BY figure.period_start
),

counted AS (
    SELECT
        CAST(date_trunc('month', account.event_start) AS DATE) AS month,
        CAST(sum(account.killed_best) AS BIGINT) AS best,
        CAST(sum(account.killed_low) AS BIGINT) AS low,
        CAST(sum(account.killed_high) AS BIGINT) AS high,
        count(*) AS events,
        list(account.claim_id ORDER BY account.record_key) AS claims
    FROM account
    WHERE account.series = 'ucdp-ged' AND account.country = $country
    GROUP BY 1
),

-- The data set covers every month from 1989 to the end of its last year: a month without an
-- event is a zero, not a gap.
months AS (
    SELECT CAST(unnest(generate_series(
        DATE '1989-01-01',
        (SELECT CAST(date_trunc('year', max(month)) AS DATE) + INTERVAL 11 MONTH FROM counted),
        INTERVAL 1 MONTH
    )) AS DATE) AS month
),

from_events AS (
    SELECT
        months.month,
        coalesce(counted.best, 0) AS best,
        coalesce(counted.low, 0) AS low,
        coalesce(counted.high, 0) AS high,
        coalesce(counted.events, 0) AS events,
        coalesce(counted.claims, []) AS claims,
        'events in the ledger' AS made_from
    FROM months
    LEFT JOIN counted ON counted.month = months.month
),

together AS (
    SELECT month, best, low, high, events, claims, made_from FROM shipped
    UNION ALL
    SELECT month, best, low, high, events, claims, made_from FROM from_events
)

SELECT
    strftime(month, '%Y-%m') AS row_id,
    strftime(month, '%Y-%m') AS month,
    best,
    low,
    high,
    events,
    made_from,
    claims
FROM together
ORDER BY month
