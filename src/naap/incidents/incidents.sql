-- Every incident once. What is told differently is not averaged: day, place and type are those of
-- the leading account, which knows the place most closely, then the day, and is the oldest of
-- those; killed and injured are the lowest and highest that anybody tells, and in between the
-- middle account's number (of an even number, the lower of the two in the middle).
WITH ranked AS (
    SELECT
        member.incident,
        member.incident_id,
        told.*,
        row_number() OVER (
            PARTITION BY member.incident
            ORDER BY told.grade, told.last_day - told.first_day, told.age, told.number
        ) AS place_in_line
    FROM member
    INNER JOIN told ON member.number = told.number
),
foremost AS (
    SELECT * FROM ranked WHERE place_in_line = 1
),
together AS (
    SELECT
        incident,
        count(*) AS n_accounts,
        count(DISTINCT series) AS n_sources,
        CASE WHEN count(DISTINCT family) = 1 THEN min(family) ELSE 'terrorism-and-conflict' END
            AS family,
        min(event_start) AS earliest,
        max(event_end) AS latest,
        min(killed_low) AS killed_low,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY killed_best) AS killed_best,
        max(killed_high) AS killed_high,
        count(killed_best) AS killed_told,
        count(DISTINCT killed_best) AS killed_numbers,
        min(killed_civilians) AS killed_civilians_low,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY killed_civilians) AS killed_civilians_best,
        max(killed_civilians) AS killed_civilians_high,
        min(injured_low) AS injured_low,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY injured_best) AS injured_best,
        max(injured_high) AS injured_high,
        count(injured_best) AS injured_told,
        count(DISTINCT injured_best) AS injured_numbers,
        count(DISTINCT first_day) AS days,
        count(DISTINCT district) AS districts,
        count(district) AS districts_told,
        count(DISTINCT means) AS means_numbers,
        count(means) AS means_told,
        count(DISTINCT between_whom) AS between_numbers,
        count(between_whom) AS between_told,
        count(DISTINCT kin_1) AS organisations,
        count(kin_1) AS organisations_told
    FROM ranked
    GROUP BY incident
),
compared AS (
    SELECT
        *,
        CASE WHEN n_accounts > 1 THEN 1 ELSE 0 END
        + CASE WHEN districts_told > 1 THEN 1 ELSE 0 END
        + CASE WHEN killed_told > 1 THEN 1 ELSE 0 END
        + CASE WHEN injured_told > 1 THEN 1 ELSE 0 END
        + CASE WHEN means_told > 1 THEN 1 ELSE 0 END
        + CASE WHEN between_told > 1 THEN 1 ELSE 0 END
        + CASE WHEN organisations_told > 1 THEN 1 ELSE 0 END AS respects,
        CASE WHEN days > 1 THEN 1 ELSE 0 END
        + CASE WHEN districts > 1 THEN 1 ELSE 0 END
        + CASE WHEN killed_numbers > 1 THEN 1 ELSE 0 END
        + CASE WHEN injured_numbers > 1 THEN 1 ELSE 0 END
        + CASE WHEN means_numbers > 1 THEN 1 ELSE 0 END
        + CASE WHEN between_numbers > 1 THEN 1 ELSE 0 END
        + CASE WHEN organisations > 1 THEN 1 ELSE 0 END AS differing
    FROM together
)
SELECT
    foremost.incident_id,
    compared.family,
    foremost.event_type,
    foremost.means,
    foremost.between_whom,
    foremost.event_start AS date_from,
    foremost.event_end AS date_to,
    compared.earliest,
    compared.latest,
    foremost.province,
    foremost.district,
    foremost.latitude,
    foremost.longitude,
    CASE foremost.grade WHEN 0 THEN 'place' WHEN 1 THEN 'district' WHEN 2 THEN 'province'
        ELSE 'country' END AS place_grade,
    compared.killed_low,
    compared.killed_best,
    compared.killed_high,
    CASE
        WHEN compared.killed_told = 0 THEN 'not told'
        WHEN compared.killed_told = 1 THEN 'one account'
        WHEN compared.killed_numbers = 1 THEN 'all agree'
        ELSE 'middle account'
    END AS killed_rule,
    compared.killed_civilians_low,
    compared.killed_civilians_best,
    compared.killed_civilians_high,
    compared.injured_low,
    compared.injured_best,
    compared.injured_high,
    CASE
        WHEN compared.injured_told = 0 THEN 'not told'
        WHEN compared.injured_told = 1 THEN 'one account'
        WHEN compared.injured_numbers = 1 THEN 'all agree'
        ELSE 'middle account'
    END AS injured_rule,
    compared.n_sources,
    compared.n_accounts,
    CASE WHEN compared.respects > 0
        THEN CAST(compared.differing AS DOUBLE) / compared.respects END AS disagreement
FROM compared
INNER JOIN foremost ON compared.incident = foremost.incident
