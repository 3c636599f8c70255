-- what: The source and line of a row of facilities are those of its first mention; a row without mentions has none.
-- why: The row points at the line that first names it.
-- fix: Copy source_id and line from its first row in mentions.
-- needs: facilities(facility_id, source_id, line), mentions(facility_id, source_id, line)
WITH ranked AS (
    SELECT facility_id, source_id, line, row_number() OVER (PARTITION BY facility_id ORDER BY length(source_id), source_id, line) AS place
    FROM mentions WHERE facility_id IS NOT NULL
)
SELECT 'facilities' AS table_name, t._line AS line, 'line' AS column_name,
    coalesce('is first mentioned in ' || m.source_id || ' line ' || cast(m.line AS varchar), 'cites a line and is mentioned in none') AS message
FROM facilities t
LEFT JOIN ranked m ON m.facility_id = t.facility_id AND m.place = 1
WHERE coalesce(t.source_id, '') <> coalesce(m.source_id, '') OR coalesce(t.line, 0) <> coalesce(m.line, 0)
