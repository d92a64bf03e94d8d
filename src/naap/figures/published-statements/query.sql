-- Every published number about a point of the plan, as it was stated.
SELECT
    -- Two series may use the same record key.
    concat_ws('/', figure.series, figure.record_key) AS row_id,
    quantity.point_ids AS points,
    figure.quantity,
    quantity.name AS quantity_name,
    quantity.measure,
    figure.scope,
    coalesce(scope.title, '') AS scope_name,
    figure.place,
    place.name AS place_name,
    figure.period,
    figure.period_end,
    figure.qualifier,
    figure.value,
    figure.unit,
    figure.breakdown,
    figure.note,
    figure.publisher,
    body.label AS publisher_name,
    figure.source,
    source.carrier AS source_name,
    source.basis,
    figure.stated_on,
    [figure.claim_id] AS claims
FROM figure
JOIN pack_quantities AS quantity ON quantity.quantity_id = figure.quantity
JOIN pack_places AS place ON place.place_id = figure.place
JOIN pack_bodies AS body ON body.body_id = figure.publisher
LEFT JOIN pack_scopes AS scope ON scope.scope_id = figure.scope
LEFT JOIN pack_sources AS source ON source.source_id = figure.source
-- Totals of a data set are not statements about the plan.
WHERE quantity.data_set IS NULL
ORDER BY
    quantity.position_in_file, figure.scope NULLS FIRST, figure.period_end, body.position_in_file,
    figure.series, figure.record_key
