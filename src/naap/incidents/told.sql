-- Every account once, in terms that can be compared: days as numbers since 1970-01-01, places of
-- the pack, organisations of the register, what was done and between whom.
WITH graded AS (
    SELECT
        account.series,
        account.record_key,
        account.event_start,
        account.event_end,
        account.event_type,
        account.attribution,
        account.killed_civilians,
        account.killed_unknown,
        account.injured_civilians,
        account.injured_unknown,
        account.killed_best,
        coalesce(account.killed_low, account.killed_best) AS killed_low,
        coalesce(account.killed_high, account.killed_best) AS killed_high,
        account.injured_best,
        coalesce(account.injured_low, account.injured_best) AS injured_low,
        coalesce(account.injured_high, account.injured_best) AS injured_high,
        date_diff('day', DATE '1970-01-01', account.event_start) AS first_day,
        date_diff('day', DATE '1970-01-01', account.event_end) AS last_day,
        CAST(account.latitude AS DOUBLE) AS latitude,
        CAST(account.longitude AS DOUBLE) AS longitude,
        placed.grade,
        placed.district,
        placed.province
    FROM account
    INNER JOIN placed
        ON account.series = placed.series AND account.record_key = placed.record_key
)
SELECT
    row_number() OVER (ORDER BY graded.series, graded.record_key) AS number,
    graded.*,
    coalesce(ages.age, 0) AS age,
    coalesce(own.means, common.means) AS means,
    coalesce(own.between_whom, common.between_whom) AS between_whom,
    coalesce(own.family, common.family, 'terrorism-and-conflict') AS family,
    parties_of.organisation_1,
    parties_of.organisation_2,
    parties_of.kin_1,
    parties_of.kin_2
FROM graded
LEFT JOIN event_types AS own
    ON graded.series = own.series AND graded.event_type = own.event_type
LEFT JOIN event_types AS common
    ON common.series = 'any' AND lower(graded.event_type) = common.event_type
LEFT JOIN parties_of
    ON graded.series = parties_of.series AND graded.record_key = parties_of.record_key
LEFT JOIN ages
    ON graded.series = ages.series AND graded.record_key = ages.record_key
