-- what: Rows of places stand in the order of their numbers.
-- why: A fixed order keeps changes small and readable.
-- fix: Move the row to its place.
-- needs: places(place_id)
WITH placed AS (
    SELECT _line, place_id AS id, lag(place_id) OVER (ORDER BY _line) AS before FROM places
)
SELECT 'places' AS table_name, p._line AS line, 'place_id' AS column_name,
    'stands after ' || p.before AS message
FROM placed p
WHERE length(p.before) > length(p.id) OR (length(p.before) = length(p.id) AND p.before > p.id)
