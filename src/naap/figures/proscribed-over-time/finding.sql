-- How many organisations the authority's list holds by the listings in the ledger, with and
-- without a date, and the last count that somebody published.
WITH
-- from shared/authorities.sql

-- from shared/proscribed-over-time.sql

-- The last dated event of each organisation says whether it is on the list.
states AS (
    SELECT organisation, event
    FROM (
        SELECT
            organisation,
            event,
            row_number() OVER (
                PARTITION BY organisation ORDER BY day DESC, event DESC, record_key DESC
            ) AS event_from_last
        FROM events
        WHERE day IS NOT NULL
    )
    WHERE event_from_last = 1
),

dated AS (
    SELECT
        count(*) FILTER (WHERE states.event = 'listed') AS value,
        (
            SELECT list(claim_id ORDER BY claim_id) FROM events WHERE day IS NOT NULL
        ) AS claims
    FROM states
),

undated AS (
    SELECT
        count(DISTINCT organisation) AS value,
        list(claim_id ORDER BY claim_id) AS claims
    FROM events
    WHERE day IS NULL AND organisation NOT IN (SELECT organisation FROM states)
),

published AS (
    SELECT figure.period, figure.period_end AS day, figure.value, figure.claim_id
    FROM figure
    WHERE figure.quantity = 'proscribed-organisations' AND figure.place = $country
),

-- The count that speaks of the latest day; of several for that day, the highest, with all named.
latest AS (
    SELECT
        left(max(period), 4) AS year,
        CAST(max(value) AS BIGINT) AS value,
        list(claim_id ORDER BY claim_id) AS claims
    FROM published
    WHERE day = (SELECT max(day) FROM published)
)

SELECT
    (SELECT min(authority_name) FROM events) AS authority,
    dated.value AS dated,
    undated.value AS undated,
    latest.year,
    latest.value AS published,
    dated.claims AS dated_claims,
    -- None without a date rests on every listing that was looked at.
    coalesce(undated.claims, dated.claims) AS undated_claims,
    latest.claims AS published_claims
FROM dated
CROSS JOIN undated
CROSS JOIN latest
