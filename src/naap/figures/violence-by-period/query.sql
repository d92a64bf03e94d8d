-- Organised violence in the whole country by half-year, year and fiscal year, each beside the same
-- period of the year before and the mean of the five years before, with deaths per event and per
-- 100,000 people. A period counts only where all of its months are covered.
WITH months AS (
WITH
-- from shared/event-years.sql

-- from shared/monthly-violence.sql
SELECT * FROM together
),

named AS (
    SELECT
        'half-year' AS unit_of_time, 1 AS unit_order, 6 AS months_of_it,
        2 * year(month) + CASE WHEN month(month) > 6 THEN 1 ELSE 0 END AS number,
        2 AS a_year, months.*
    FROM months
    UNION ALL
    SELECT 'year', 2, 12, year(month), 1, months.* FROM months
    UNION ALL
    SELECT
        'fiscal-year', 3, 12,
        year(month) - CASE WHEN month(month) < settings.fiscal_year_starts THEN 1 ELSE 0 END,
        1, months.*
    FROM months
    CROSS JOIN pack_settings AS settings
),

summed AS (
    SELECT
        unit_of_time, unit_order, number, a_year,
        CAST(sum(events) AS BIGINT) AS events,
        CAST(sum(low) AS BIGINT) AS low,
        CAST(sum(best) AS BIGINT) AS best,
        CAST(sum(high) AS BIGINT) AS high,
        last_day(max(month)) AS last_day,
        flatten(list(claims ORDER BY month)) AS claims
    FROM named
    GROUP BY unit_of_time, unit_order, months_of_it, number, a_year
    HAVING count(*) = months_of_it
),

asked AS (
    SELECT DISTINCT $country AS place_id, last_day FROM summed
),

-- from shared/people.sql

earlier AS (
    SELECT
        now.unit_of_time, now.number,
        max(CASE WHEN past.number = now.number - now.a_year THEN past.events END)
            AS events_before,
        max(CASE WHEN past.number = now.number - now.a_year THEN past.best END) AS best_before,
        CASE WHEN count(*) = 5 THEN avg(past.events) END AS events_mean,
        CASE WHEN count(*) = 5 THEN avg(past.best) END AS best_mean
    FROM summed AS now
    JOIN summed AS past
        ON past.unit_of_time = now.unit_of_time
        AND past.number BETWEEN now.number - 5 * now.a_year AND now.number - now.a_year
        AND (now.number - past.number) % now.a_year = 0
    GROUP BY now.unit_of_time, now.number
)

SELECT
    CASE summed.unit_of_time
        WHEN 'half-year' THEN concat(summed.number // 2, '-H', summed.number % 2 + 1)
        WHEN 'year' THEN CAST(summed.number AS VARCHAR)
        ELSE concat('FY', summed.number, '-', right(CAST(summed.number + 1 AS VARCHAR), 2))
    END AS row_id,
    row_id AS period,
    summed.unit_of_time,
    CASE WHEN summed.unit_of_time = 'year' THEN summed.number END AS year,
    summed.events,
    summed.low,
    summed.best,
    summed.high,
    CASE WHEN summed.events > 0
        THEN CAST(round(CAST(summed.best AS DOUBLE) / summed.events, 1) AS DECIMAL(18, 1))
    END AS per_event,
    summed.events - earlier.events_before AS events_change,
    summed.best - earlier.best_before AS best_change,
    CAST(round(earlier.events_mean, 1) AS DECIMAL(18, 1)) AS events_mean,
    CAST(round(earlier.best_mean, 1) AS DECIMAL(18, 1)) AS best_mean,
    CAST(round(100000.0 * summed.best / people.people, 2) AS DECIMAL(18, 2)) AS per_100000,
    people.people,
    people.counted,
    summed.claims
FROM summed
LEFT JOIN earlier
    ON earlier.unit_of_time = summed.unit_of_time AND earlier.number = summed.number
LEFT JOIN people ON people.last_day = summed.last_day
ORDER BY summed.unit_order, summed.number
