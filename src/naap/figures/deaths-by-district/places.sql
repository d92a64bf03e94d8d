-- The points of every district, with or without an event.
SELECT
    place_id, name AS place_name,
    CAST(longitude AS DOUBLE) AS lon, CAST(latitude AS DOUBLE) AS lat
FROM pack_places
WHERE level = 'district' AND longitude IS NOT NULL
ORDER BY position_in_file
