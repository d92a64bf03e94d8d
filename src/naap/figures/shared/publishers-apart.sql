-- What each publisher states of a year, and beside it the sum of the months of a data set of events,
-- for years of which at least two publishers tell.
stated AS (
    SELECT
        publisher, quantity, scope, source, year, value, [claim_id] AS claims, statement
    FROM yearly
    WHERE quantity IN ('attacks', 'killed')
),

-- The release of the data set that reaches furthest: one of them, never both.
monthly AS (
    SELECT
        figure.publisher, figure.quantity, figure.scope, figure.source,
        year(figure.period_start) AS year, figure.value, figure.claim_id, figure.period
    FROM figure
    WHERE figure.quantity IN ('ucdp-deaths-best', 'ucdp-events')
        AND figure.place = $country
        AND length(figure.period) = 7
),

latest AS (
    SELECT scope
    FROM monthly
    GROUP BY scope
    ORDER BY max(period) DESC, min(period), scope
    LIMIT 1
),

of_a_data_set AS (
    SELECT
        monthly.publisher,
        CASE WHEN monthly.quantity = 'ucdp-events' THEN 'attacks' ELSE 'killed' END AS quantity,
        monthly.scope, min(monthly.source) AS source, monthly.year, sum(monthly.value) AS value,
        list(monthly.claim_id ORDER BY monthly.period) AS claims
    FROM monthly
    JOIN latest ON latest.scope = monthly.scope
    GROUP BY monthly.publisher, monthly.quantity, monthly.scope, monthly.year
    HAVING count(*) = 12
),

told AS (
    SELECT publisher, quantity, scope, source, year, value, claims FROM stated WHERE statement = 1
    UNION ALL
    SELECT publisher, quantity, scope, source, year, value, claims FROM of_a_data_set
),

spread AS (
    SELECT
        *,
        min(value) OVER (PARTITION BY quantity, year) AS lowest,
        max(value) OVER (PARTITION BY quantity, year) AS highest
    FROM told
),

-- Years of which at least two publishers tell, the sum of the data set aside.
several AS (
    SELECT quantity, year
    FROM stated
    GROUP BY quantity, year
    HAVING count(DISTINCT publisher) > 1
)
