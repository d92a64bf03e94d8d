-- What publishers say of one year of the whole country, each with its scope: two statements of a
-- publisher with two scopes are two rows. Where a release of a data set is published by the month,
-- the months are summed.
WITH yearly AS (
    SELECT
        coalesce(figure.publisher, figure.source) AS publisher,
        figure.quantity,
        figure.scope,
        figure.qualifier,
        figure.value,
        figure.source,
        figure.stated_on,
        figure.claim_id,
        figure.aggregate_of
    FROM figure
    WHERE figure.place = $country
        AND figure.period_start = $first
        AND figure.period_end = $last
        AND figure.quantity IN (
            'attacks', 'incidents', 'terrorism-incidents', 'killed', 'injured',
            'fatalities-attacks-and-operations', 'fatalities-all-violence'
        )
),
monthly AS (
    SELECT
        coalesce(figure.publisher, figure.source) AS publisher,
        figure.quantity,
        figure.scope,
        figure.source,
        figure.aggregate_of,
        max(figure.stated_on) AS stated_on,
        sum(figure.value) AS value,
        count(*) AS months
    FROM figure
    WHERE figure.place = $country
        AND figure.quantity IN ('ucdp-events', 'ucdp-deaths-best')
        AND figure.period_start >= $first
        AND figure.period_end <= $last
        AND date_diff('day', figure.period_start, figure.period_end) < 31
    GROUP BY
        coalesce(figure.publisher, figure.source), figure.quantity, figure.scope, figure.source,
        figure.aggregate_of
)
SELECT
    publisher, quantity, scope, qualifier, value, source, stated_on, aggregate_of,
    CAST(NULL AS BIGINT) AS months, claim_id
FROM yearly
UNION ALL
SELECT
    publisher, quantity, scope, CAST(NULL AS VARCHAR), value, source, stated_on, aggregate_of,
    months, CAST(NULL AS VARCHAR)
FROM monthly
ORDER BY quantity, publisher, scope, value
