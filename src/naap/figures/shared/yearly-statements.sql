-- What publishers state of whole years of the country. Of several statements of one number, the one
-- made last is number 1.
yearly AS (
    SELECT
        figure.*,
        CAST(figure.period AS INTEGER) AS year,
        row_number() OVER (
            PARTITION BY figure.publisher, figure.quantity, figure.scope, figure.period
            ORDER BY figure.stated_on_end DESC NULLS LAST, figure.series, figure.record_key
        ) AS statement
    FROM figure
    WHERE figure.place = $country AND length(figure.period) = 4
),
