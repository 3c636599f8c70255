-- what: The source and line of a row of facilities are those of its first mention; a row without mentions has none.
-- why: The row points at the line that first names it.
-- fix: Copy source_id and line from its first row in mentions.
-- needs: facilities(facility_id, source_id, line), mentions(facility_id, source_id, line)
WITH ranked AS (
    SELECT facility_id, source_id || ' line ' || cast(line AS varchar) AS spot,
        row_number() OVER (PARTITION BY facility_id ORDER BY length(source_id), source_id, line) AS place
    FROM mentions
    WHERE facility_id IS NOT NULL
),
paired AS (
    SELECT t._line, t.source_id || ' line ' || cast(t.line AS varchar) AS cited, m.spot
    FROM facilities t
    LEFT JOIN ranked m ON m.facility_id = t.facility_id AND m.place = 1
)
SELECT 'facilities' AS table_name, p._line AS line, 'line' AS column_name,
    CASE WHEN p.spot IS NULL THEN 'cites ' || p.cited || ' and is mentioned nowhere'
        ELSE 'is first mentioned in ' || p.spot END AS message
FROM paired p
WHERE coalesce(p.cited, '') <> coalesce(p.spot, '')
