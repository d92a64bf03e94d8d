-- Which accounts of two data sets may tell of one event, and how they differ.
-- They meet in weeks: one that is over within days in its own and those beside it, one that lasts
-- in all the weeks that it touches.
WITH short AS (
    SELECT *, CAST(floor(first_day / 7.0) AS INTEGER) AS week
    FROM told
    WHERE last_day - first_day <= 3
),
long AS (
    SELECT * FROM told WHERE last_day - first_day > 3
),
lasting AS (
    SELECT long.number, long.series, long.first_day, long.last_day, weeks.week
    FROM long
    INNER JOIN (SELECT DISTINCT week FROM short) AS weeks
        ON weeks.week * 7 <= long.last_day + 3
        AND long.first_day <= weeks.week * 7 + 12
),
near AS (
    SELECT one.number AS one, other.number AS other
    FROM (
        SELECT
            short.number,
            short.series,
            short.first_day,
            short.last_day,
            short.district,
            short.grade,
            short.latitude,
            short.longitude,
            short.week + step.weeks AS week
        FROM short
        CROSS JOIN (SELECT -1 AS weeks UNION ALL SELECT 0 UNION ALL SELECT 1) AS step
    ) AS one
    INNER JOIN short AS other
        ON one.week = other.week
        AND one.series < other.series
        AND one.first_day <= other.last_day + 3
        AND other.first_day <= one.last_day + 3
        -- What is farther than 65 km would be left out below; this is cheaper.
        AND (
            one.grade >= 2
            OR other.grade >= 2
            OR one.district = other.district
            OR (
                abs(one.latitude - other.latitude) < 0.6
                AND abs(one.longitude - other.longitude) * cos(radians(one.latitude)) < 0.6
            )
        )
    UNION ALL
    SELECT least(one.number, other.number) AS one, greatest(one.number, other.number) AS other
    FROM lasting AS one
    INNER JOIN short AS other
        ON one.week = other.week
        AND one.series <> other.series
        AND one.first_day <= other.last_day + 3
        AND other.first_day <= one.last_day + 3
    UNION ALL
    SELECT one.number AS one, other.number AS other
    FROM long AS one
    INNER JOIN long AS other
        ON one.first_day <= other.last_day + 3
        AND other.first_day <= one.last_day + 3
        AND one.series < other.series
),
measured AS (
    SELECT
        near.one,
        near.other,
        greatest(one.first_day - other.last_day, other.first_day - one.last_day, 0) AS gap_days,
        greatest(one.last_day - one.first_day, other.last_day - other.first_day) AS span_days,
        CASE
            WHEN one.first_day = other.first_day AND one.last_day = other.last_day THEN 1 ELSE 0
        END AS same_span,
        111.2 * sqrt(
            power(one.latitude - other.latitude, 2)
            + power((one.longitude - other.longitude) * cos(radians(one.latitude)), 2)
        ) AS km,
        greatest(one.grade, other.grade) AS grade,
        least(one.grade, other.grade) AS finer,
        CASE WHEN one.district = other.district THEN 1 ELSE 0 END AS same_district,
        CASE WHEN one.province = other.province THEN 1 ELSE 0 END AS same_province,
        abs(one.killed_best - other.killed_best) AS killed_apart,
        greatest(one.killed_best, other.killed_best) AS killed_most,
        greatest(one.killed_low - other.killed_high, other.killed_low - one.killed_high, 0)
            AS killed_gap,
        abs(one.injured_best - other.injured_best) AS injured_apart,
        greatest(one.injured_best, other.injured_best) AS injured_most,
        CASE WHEN one.means = other.means THEN 1 WHEN one.means <> other.means THEN 0 END
            AS same_means,
        CASE
            WHEN one.between_whom = other.between_whom THEN 1
            WHEN one.between_whom <> other.between_whom THEN 0
        END AS same_between,
        CASE
            WHEN one.organisation_1 IS NULL OR other.organisation_1 IS NULL THEN NULL
            WHEN one.organisation_1 IN (other.organisation_1, other.organisation_2)
                OR one.organisation_2 IN (other.organisation_1, other.organisation_2) THEN 2
            WHEN one.kin_1 IN (other.kin_1, other.kin_2)
                OR one.kin_2 IN (other.kin_1, other.kin_2) THEN 1
            ELSE 0
        END AS related
    FROM near
    INNER JOIN told AS one ON near.one = one.number
    INNER JOIN told AS other ON near.other = other.number
)
SELECT *
FROM measured
WHERE
    CASE
        WHEN grade = 0 THEN km <= 40
        WHEN grade = 1 THEN same_district = 1 OR km <= 60
        ELSE same_province = 1 OR grade = 3
    END
