-- People killed in organised violence by province and half-year, best estimate. Provinces stand in
-- the pack's fixed geographic order.
-- A year of which events are in the ledger is counted from them, any other year from the totals
-- that the pack ships; the two are never added. Inside the months that the data set covers, a
-- province without an event has a zero. A province that did not exist has nothing.
WITH
-- from shared/event-years.sql

-- Events placed by the labels of the data set; those without a province stay out.
placed AS (
    SELECT
        CAST(date_trunc('month', account.event_start) AS DATE) AS month,
        place.place_id,
        concat('ucdp-', account.event_type) AS scope,
        account.killed_best AS deaths,
        1 AS events,
        account.claim_id
    FROM account
    JOIN pack_place_labels AS label
        ON label.data_set = account.series
        AND label.label_1 = account.area_1
        AND label.label_2 IS NULL
        AND coalesce(label.valid_from_start, account.event_start) <= account.event_start
        AND coalesce(label.valid_to_end, account.event_start) >= account.event_start
    JOIN pack_places AS place ON place.place_id = label.place_id AND place.level = 'province'
    WHERE account.series = 'ucdp-ged' AND account.country = $country
),

shipped AS (
    SELECT
        figure.period_start AS month, figure.place AS place_id, figure.scope,
        CASE WHEN figure.quantity = 'ucdp-deaths-best' THEN figure.value ELSE 0 END AS deaths,
        CASE WHEN figure.quantity = 'ucdp-events' THEN figure.value ELSE 0 END AS events,
        figure.claim_id
    FROM figure
    JOIN pack_places AS place ON place.place_id = figure.place AND place.level = 'province'
    WHERE figure.aggregate_of = 'ucdp-ged'
        AND figure.quantity IN ('ucdp-deaths-best', 'ucdp-events')
        AND length(figure.period) = 7
        AND year(figure.period_start) NOT IN (SELECT year FROM event_years)
),

parts AS (
    SELECT month, place_id, scope, deaths, events, claim_id FROM placed
    UNION ALL
    SELECT month, place_id, scope, deaths, events, claim_id FROM shipped
),

-- Months that the data set covers: between the first and the last event of a year in the ledger,
-- or where the pack ships a total of the country.
covered AS (
    SELECT CAST(unnest(generate_series(
        CAST(date_trunc('month', min(event_start)) AS DATE), max(event_start), INTERVAL 1 MONTH
    )) AS DATE) AS month
    FROM account
    WHERE series = 'ucdp-ged' AND country = $country
    GROUP BY year(event_start)
    UNION
    SELECT period_start
    FROM figure
    WHERE aggregate_of = 'ucdp-ged' AND place = $country AND length(period) = 7
),

halves AS (
    SELECT
        year(month) AS year,
        CASE WHEN month(month) <= 6 THEN 1 ELSE 2 END AS half,
        make_date(year(month), CASE WHEN month(month) <= 6 THEN 1 ELSE 7 END, 1) AS first_day,
        count(*) AS months_covered
    FROM covered
    GROUP BY 1, 2, 3
),

provinces AS (
    SELECT place_id, name, position, valid_from_start, valid_to_end
    FROM pack_places
    WHERE level = 'province'
        AND (SELECT count(*) FROM parts) > 0
),

summed AS (
    SELECT
        place_id,
        year(month) AS year,
        CASE WHEN month(month) <= 6 THEN 1 ELSE 2 END AS half,
        CAST(sum(deaths) AS BIGINT) AS deaths,
        CAST(sum(events) AS BIGINT) AS events,
        CAST(sum(CASE WHEN scope = 'ucdp-state-based' THEN deaths ELSE 0 END) AS BIGINT)
            AS state_based,
        CAST(sum(CASE WHEN scope = 'ucdp-non-state' THEN deaths ELSE 0 END) AS BIGINT)
            AS non_state,
        CAST(sum(CASE WHEN scope = 'ucdp-one-sided' THEN deaths ELSE 0 END) AS BIGINT)
            AS one_sided,
        list(claim_id ORDER BY claim_id) AS claims
    FROM parts
    GROUP BY 1, 2, 3
),

together AS (
    SELECT
        provinces.place_id, provinces.name, provinces.position, halves.year, halves.half,
        halves.months_covered,
        -- A province that ended or began within the half-year still has the months before or after.
        coalesce(provinces.valid_from_start, halves.first_day)
            < halves.first_day + INTERVAL 6 MONTH
        AND coalesce(provinces.valid_to_end, halves.first_day) >= halves.first_day AS existed,
        summed.deaths, summed.events, summed.state_based, summed.non_state, summed.one_sided,
        summed.claims, provinces.valid_to_end
    FROM provinces
    CROSS JOIN halves
    LEFT JOIN summed
        ON summed.place_id = provinces.place_id
        AND summed.year = halves.year
        AND summed.half = halves.half
),

dated AS (
    SELECT
        together.*,
        least(
            last_day(make_date(year, 6 * half, 1)), coalesce(valid_to_end, DATE '9999-12-31')
        ) AS last_day
    FROM together
),

asked AS (
    SELECT place_id, last_day FROM dated WHERE existed
),

-- from shared/people.sql

rated AS (
    SELECT dated.*, people.people
    FROM dated
    LEFT JOIN people ON people.place_id = dated.place_id AND people.last_day = dated.last_day
)

SELECT
    concat(place_id, '-', year, '-H', half) AS row_id,
    place_id,
    name AS place_name,
    position,
    concat(year, '-H', half) AS period,
    year + (half - 1) / 2.0 AS at,
    CASE WHEN existed THEN coalesce(deaths, 0) END AS value,
    CASE WHEN existed THEN coalesce(events, 0) END AS events,
    CASE WHEN existed THEN coalesce(state_based, 0) END AS state_based,
    CASE WHEN existed THEN coalesce(non_state, 0) END AS non_state,
    CASE WHEN existed THEN coalesce(one_sided, 0) END AS one_sided,
    CASE WHEN existed AND events > 0
        THEN CAST(round(CAST(deaths AS DOUBLE) / events, 1) AS DECIMAL(18, 1))
    END AS per_event,
    CASE WHEN existed
        THEN CAST(round(100000.0 * coalesce(deaths, 0) / people, 2) AS DECIMAL(18, 2))
    END AS per_100000,
    months_covered,
    CASE
        WHEN NOT existed THEN 'none'
        WHEN coalesce(deaths, 0) = 0 THEN 'zero'
        ELSE 'counted'
    END AS status,
    -- The half-year with the most deaths carries its number in the picture.
    row_number() OVER (PARTITION BY place_id ORDER BY deaths DESC NULLS LAST, year, half) = 1
        AND deaths > 0 AS peak,
    coalesce(claims, []) AS claims
FROM rated
ORDER BY position, place_id, year, half
