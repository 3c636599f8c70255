-- what: The source and line of a row of places are those of its first mention; a row without mentions has none.
-- why: The row points at the line that first names it.
-- fix: Copy source_id and line from its first row in mentions.
-- needs: places(place_id, source_id, line), mentions(place_id, source_id, line)
WITH ranked AS (
    SELECT place_id, source_id, line, row_number() OVER (PARTITION BY place_id ORDER BY length(source_id), source_id, line) AS place
    FROM mentions WHERE place_id IS NOT NULL
)
SELECT 'places' AS table_name, t._line AS line, 'line' AS column_name,
    coalesce('is first mentioned in ' || m.source_id || ' line ' || cast(m.line AS varchar), 'cites a line and is mentioned in none') AS message
FROM places t
LEFT JOIN ranked m ON m.place_id = t.place_id AND m.place = 1
WHERE coalesce(t.source_id, '') <> coalesce(m.source_id, '') OR coalesce(t.line, 0) <> coalesce(m.line, 0)
