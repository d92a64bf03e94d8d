-- People killed and events by month as a later release of the data set counts them, drawn apart, and
-- by how much the totals of the shipped release differ. The two are never added.
WITH
-- from shared/two-releases.sql

later AS (
    SELECT
        month, min(scope) AS scope, min(source) AS source,
        CAST(max(value) FILTER (WHERE quantity = 'ucdp-deaths-best') AS BIGINT) AS deaths,
        CAST(max(value) FILTER (WHERE quantity = 'ucdp-events') AS BIGINT) AS events,
        list(claim_id ORDER BY quantity) AS claims
    FROM later_months
    GROUP BY month
),

shipped AS (
    SELECT
        month,
        CAST(max(value) FILTER (WHERE quantity = 'ucdp-deaths-best') AS BIGINT) AS deaths,
        CAST(max(value) FILTER (WHERE quantity = 'ucdp-events') AS BIGINT) AS events,
        list(claim_id ORDER BY quantity) AS claims
    FROM shipped_months
    GROUP BY month
)

SELECT
    strftime(later.month, '%Y-%m') AS row_id,
    strftime(later.month, '%Y-%m') AS month,
    later.deaths AS value,
    later.events,
    shipped.deaths AS shipped_deaths,
    shipped.events AS shipped_events,
    later.deaths - shipped.deaths AS difference,
    later.events - shipped.events AS events_difference,
    later.source,
    source.carrier AS source_name,
    list_concat(later.claims, coalesce(shipped.claims, [])) AS claims
FROM later
LEFT JOIN shipped ON shipped.month = later.month
LEFT JOIN pack_sources AS source ON source.source_id = later.source
ORDER BY later.month
