-- How many people a place had, for each place and last day of ``asked``: the last count until then.
-- A place without a count of its own has the sum of its districts: of those that lay in it on that
-- day and were counted.
parts_of AS (
    SELECT DISTINCT asked.place_id, asked.last_day, own.place_id AS part, false AS summed
    FROM asked
    JOIN pack_populations AS own ON own.place_id = asked.place_id
    UNION ALL
    SELECT asked.place_id, asked.last_day, district.place_id, true
    FROM asked
    JOIN pack_place_parents AS parent
        ON parent.parent_id = asked.place_id
        AND coalesce(parent.valid_from_start, asked.last_day) <= asked.last_day
        AND coalesce(parent.valid_to_end, asked.last_day) >= asked.last_day
    JOIN pack_places AS district
        ON district.place_id = parent.place_id AND district.level = 'district'
    WHERE asked.place_id NOT IN (SELECT place_id FROM pack_populations)
),

counts_of AS (
    SELECT
        parts_of.place_id, parts_of.last_day, parts_of.summed,
        population.population, population.counted,
        row_number() OVER (
            PARTITION BY parts_of.place_id, parts_of.last_day, parts_of.part
            ORDER BY population.counted_start DESC
        ) AS place_in_line
    FROM parts_of
    JOIN pack_populations AS population
        ON population.place_id = parts_of.part
        AND population.counted_start <= parts_of.last_day
),

people AS (
    SELECT
        place_id, last_day, CAST(sum(population) AS BIGINT) AS people,
        min(counted) AS counted, CASE WHEN bool_or(summed) THEN count(*) END AS districts
    FROM counts_of
    WHERE place_in_line = 1
    GROUP BY place_id, last_day
),
