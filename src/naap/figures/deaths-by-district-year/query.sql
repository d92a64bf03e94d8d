-- People killed in organised violence in all districts, a year at a time, with the deaths of each
-- district: what the time control of the map shows. A year without a death is a zero between the
-- first and the last year.
WITH
-- from shared/event-years.sql

-- from shared/district-deaths.sql

years AS (
    SELECT CAST(unnest(generate_series(min(year), max(year))) AS INTEGER) AS year FROM parts
),

by_district AS (
    SELECT
        year, place_id, CAST(sum(deaths) AS BIGINT) AS deaths,
        list(claim_id ORDER BY claim_id) AS claims
    FROM parts
    WHERE deaths > 0
    GROUP BY year, place_id
)

SELECT
    CAST(years.year AS VARCHAR) AS row_id,
    years.year,
    CAST(coalesce(sum(by_district.deaths), 0) AS BIGINT) AS value,
    count(by_district.place_id) AS districts,
    list(by_district.place_id ORDER BY by_district.place_id)
        FILTER (WHERE by_district.deaths > 0) AS places,
    list(district.name ORDER BY by_district.place_id)
        FILTER (WHERE by_district.deaths > 0) AS place_names,
    list(by_district.deaths ORDER BY by_district.place_id)
        FILTER (WHERE by_district.deaths > 0) AS deaths_by_place,
    coalesce(
        flatten(
            list(by_district.claims ORDER BY by_district.place_id)
            FILTER (WHERE by_district.deaths > 0)
        ),
        []
    ) AS claims
FROM years
LEFT JOIN by_district ON by_district.year = years.year
LEFT JOIN pack_places AS district ON district.place_id = by_district.place_id
GROUP BY years.year
ORDER BY years.year
