-- The statistics, from what was chosen: one row a data set (or the incidents), family, cell and
-- period. Families stand beside each other and are never added up.
WITH cells AS (
    SELECT
        counted_in, family, cell_1, cell_2, cell_3, period_number,
        count(*) AS events,
        CAST(sum(killed) AS BIGINT) AS killed,
        CAST(sum(killed_low) AS BIGINT) AS killed_low,
        CAST(sum(killed_high) AS BIGINT) AS killed_high,
        CAST(sum(injured) AS BIGINT) AS injured,
        count(killed) AS killed_told,
        count(injured) AS injured_told,
        CAST(sum(CASE WHEN last_period_number > period_number THEN 1 ELSE 0 END) AS BIGINT)
            AS across
    FROM chosen
    GROUP BY counted_in, family, cell_1, cell_2, cell_3, period_number
),
tellers AS (
    SELECT
        chosen.counted_in, chosen.family, chosen.cell_1, chosen.cell_2, chosen.cell_3,
        chosen.period_number,
        count(DISTINCT tells.series) AS sources
    FROM chosen
    INNER JOIN tells ON chosen.id = tells.id
    GROUP BY chosen.counted_in, chosen.family, chosen.cell_1, chosen.cell_2, chosen.cell_3,
        chosen.period_number
),
totals AS (
    SELECT counted_in, family, period_number, count(DISTINCT id) AS events
    FROM chosen
    GROUP BY counted_in, family, period_number
),
-- A period in which nothing happened is a zero only between the first and the last event of the
-- data set; outside of that nobody looked.
grid AS (
    SELECT
        shapes.counted_in, shapes.family, shapes.cell_1, shapes.cell_2, shapes.cell_3,
        periods.period_number,
        -- Where a data set never tells of the injured, a period without events tells nothing either.
        CASE WHEN spans.killed_told > 0 THEN 0 END AS no_killed,
        CASE WHEN spans.injured_told > 0 THEN 0 END AS no_injured
    FROM (SELECT DISTINCT counted_in, family, cell_1, cell_2, cell_3 FROM cells) AS shapes
    INNER JOIN spans ON shapes.counted_in = spans.counted_in
    INNER JOIN periods
        ON periods.period_number >= spans.first_period AND periods.period_number <= spans.last_period
),
filled AS (
    SELECT
        grid.*,
        coalesce(cells.events, 0) AS events,
        CASE WHEN cells.events IS NULL THEN grid.no_killed ELSE cells.killed END AS killed,
        CASE WHEN cells.events IS NULL THEN grid.no_killed ELSE cells.killed_low END AS killed_low,
        CASE WHEN cells.events IS NULL THEN grid.no_killed ELSE cells.killed_high END AS killed_high,
        CASE WHEN cells.events IS NULL THEN grid.no_injured ELSE cells.injured END AS injured,
        coalesce(cells.killed_told, 0) AS killed_told,
        coalesce(cells.injured_told, 0) AS injured_told,
        coalesce(cells.across, 0) AS across
    FROM grid
    LEFT JOIN cells
        ON grid.counted_in = cells.counted_in AND grid.family = cells.family
        AND grid.cell_1 = cells.cell_1 AND grid.cell_2 = cells.cell_2
        AND grid.cell_3 = cells.cell_3 AND grid.period_number = cells.period_number
),
-- The same period of earlier years; ``a_year`` is the number of periods in a year.
earlier AS (
    SELECT
        now.counted_in, now.family, now.cell_1, now.cell_2, now.cell_3, now.period_number,
        max(CASE WHEN back.years = 1 THEN past.events END) AS events_a_year_before,
        max(CASE WHEN back.years = 1 THEN past.killed END) AS killed_a_year_before,
        CASE WHEN count(past.events) = 5 THEN avg(past.events) END AS events_five_year_mean,
        CASE WHEN count(past.killed) = 5 THEN avg(past.killed) END AS killed_five_year_mean
    FROM filled AS now
    CROSS JOIN years_back AS back
    INNER JOIN filled AS past
        ON now.counted_in = past.counted_in AND now.family = past.family
        AND now.cell_1 = past.cell_1 AND now.cell_2 = past.cell_2 AND now.cell_3 = past.cell_3
        AND past.period_number = now.period_number - back.years * back.a_year
    GROUP BY now.counted_in, now.family, now.cell_1, now.cell_2, now.cell_3, now.period_number
)
SELECT
    filled.counted_in,
    filled.family,
    filled.period_number,
    filled.cell_1,
    filled.cell_2,
    filled.cell_3,
    filled.events,
    filled.killed,
    filled.killed_low,
    filled.killed_high,
    filled.injured,
    filled.killed_told,
    filled.injured_told,
    CASE WHEN filled.killed_told > 0
        THEN CAST(filled.killed AS DOUBLE) / filled.killed_told END AS killed_per_event,
    CASE WHEN totals.events > 0
        THEN CAST(filled.events AS DOUBLE) / totals.events END AS share,
    filled.events - earlier.events_a_year_before AS events_change,
    filled.killed - earlier.killed_a_year_before AS killed_change,
    earlier.events_a_year_before,
    earlier.killed_a_year_before,
    earlier.events_five_year_mean,
    earlier.killed_five_year_mean,
    filled.across,
    coalesce(tellers.sources, 0) AS sources
FROM filled
LEFT JOIN totals
    ON filled.counted_in = totals.counted_in AND filled.family = totals.family
    AND filled.period_number = totals.period_number
LEFT JOIN tellers
    ON filled.counted_in = tellers.counted_in AND filled.family = tellers.family
    AND filled.cell_1 = tellers.cell_1 AND filled.cell_2 = tellers.cell_2
    AND filled.cell_3 = tellers.cell_3 AND filled.period_number = tellers.period_number
LEFT JOIN earlier
    ON filled.counted_in = earlier.counted_in AND filled.family = earlier.family
    AND filled.cell_1 = earlier.cell_1 AND filled.cell_2 = earlier.cell_2
    AND filled.cell_3 = earlier.cell_3 AND filled.period_number = earlier.period_number
ORDER BY filled.counted_in, filled.family, filled.cell_1, filled.cell_2, filled.cell_3,
    filled.period_number
