-- The lowest and the highest number of people killed per attack, of the publisher with the most
-- years for which both were stated.
WITH
-- from shared/yearly-statements.sql

-- from shared/deaths-per-attack.sql
,

ranked AS (
    SELECT
        divided.publisher, divided.scope, min(body.label) AS label,
        row_number() OVER (
            ORDER BY count(*) DESC, min(body.position_in_file), divided.scope
        ) AS place
    FROM divided
    JOIN pack_bodies AS body ON body.body_id = divided.publisher
    GROUP BY divided.publisher, divided.scope
),

told AS (
    SELECT
        ranked.label, divided.year, divided.value, divided.claims,
        row_number() OVER (ORDER BY divided.value, divided.year) AS from_low,
        row_number() OVER (ORDER BY divided.value DESC, divided.year) AS from_high
    FROM divided
    JOIN ranked ON ranked.publisher = divided.publisher AND ranked.scope = divided.scope
    WHERE ranked.place = 1
)

SELECT
    low.label AS publisher,
    low.value AS low,
    low.year AS low_year,
    high.value AS high,
    high.year AS high_year,
    low.claims AS low_claims,
    high.claims AS high_claims
FROM told AS low
CROSS JOIN told AS high
WHERE low.from_low = 1 AND high.from_high = 1 AND low.year <> high.year
