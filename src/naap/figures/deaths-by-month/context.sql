-- Context events that the chart marks, numbered by date: those within the months of the series.
WITH spans AS (
    SELECT min(day) AS first_day, max(day) AS last_day
    FROM (
        SELECT period_start AS day FROM figure WHERE aggregate_of = 'ucdp-ged'
        UNION ALL
        SELECT event_start AS day FROM account WHERE series = 'ucdp-ged'
    )
)

SELECT
    row_number() OVER (ORDER BY event.when_start, event.event_id) AS number,
    event.event_id,
    event.title,
    event."when" AS period,
    strftime(event.when_start, '%Y-%m') AS month,
    event.source_id
FROM pack_context_events AS event
CROSS JOIN spans
WHERE event.prominent AND event.when_start BETWEEN spans.first_day AND spans.last_day
ORDER BY event.when_start, event.event_id
