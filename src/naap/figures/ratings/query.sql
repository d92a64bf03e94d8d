-- What assessors thought of each point, in their own words. Never counted, never blended.
SELECT
    concat_ws('/', rating.series, rating.record_key) AS row_id,
    rating.point,
    rating.assessor,
    body.name AS assessor_name,
    rating.method,
    rating.period,
    rating.rating,
    rating.stated_on,
    rating.source,
    source.carrier AS source_name,
    source.basis,
    [rating.claim_id] AS claims
FROM rating
JOIN pack_bodies AS body ON body.body_id = rating.assessor
LEFT JOIN pack_sources AS source ON source.source_id = rating.source
ORDER BY rating.point, rating.period_end, rating.series, rating.record_key
