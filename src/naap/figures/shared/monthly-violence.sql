-- Organised violence in the whole country by month: events, and deaths between a low and a high
-- estimate. A year of which events are in the ledger is counted from them. For any other year the
-- totals that the pack ships stand. The two are never added.
totals AS (
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
        list(figure.claim_id ORDER BY figure.quantity) AS claims
    FROM figure
    WHERE figure.aggregate_of = 'ucdp-ged'
        AND figure.quantity IN (
            'ucdp-deaths-best', 'ucdp-deaths-low', 'ucdp-deaths-high', 'ucdp-events'
        )
        AND figure.place = $country
        -- Not the totals of one type of violence, nor those of a year.
        AND figure.scope = 'ucdp-organised-violence'
        AND length(figure.period) = 7
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

-- A month without an event is a zero where the data set covers it: between the first and the
-- last event of its year, or where its publisher gives a total. Elsewhere it is missing: a
-- candidate release holds a month or two of its year.
covered AS (
    SELECT CAST(unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH)) AS DATE) AS month
    FROM counted
    GROUP BY year(month)
    UNION
    SELECT totals.month FROM totals JOIN event_years ON event_years.year = year(totals.month)
),

together AS (
    SELECT
        totals.month, totals.best, totals.low, totals.high, totals.events, totals.claims,
        'totals shipped with the pack' AS made_from
    FROM totals
    LEFT JOIN event_years ON event_years.year = year(totals.month)
    WHERE event_years.year IS NULL
    UNION ALL
    SELECT
        covered.month,
        coalesce(counted.best, 0) AS best,
        coalesce(counted.low, 0) AS low,
        coalesce(counted.high, 0) AS high,
        coalesce(counted.events, 0) AS events,
        coalesce(counted.claims, []) AS claims,
        'events in the ledger' AS made_from
    FROM covered
    LEFT JOIN counted ON counted.month = covered.month
)
