-- The published numbers that were stated last, among those whose date of statement is known.
SELECT
    concat_ws('/', figure.series, figure.record_key) AS row_id,
    quantity.point_ids AS points,
    figure.quantity,
    quantity.name AS quantity_name,
    figure.period,
    figure.qualifier,
    figure.value,
    figure.unit,
    figure.publisher,
    body.label AS publisher_name,
    figure.source,
    source.carrier AS source_name,
    figure.stated_on,
    [figure.claim_id] AS claims
FROM figure
JOIN pack_quantities AS quantity ON quantity.quantity_id = figure.quantity
JOIN pack_bodies AS body ON body.body_id = figure.publisher
LEFT JOIN pack_sources AS source ON source.source_id = figure.source
WHERE quantity.data_set IS NULL AND figure.stated_on IS NOT NULL
ORDER BY
    figure.stated_on_end DESC, figure.stated_on_start DESC, figure.series, figure.record_key
LIMIT 12
