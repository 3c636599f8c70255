-- what: An actor, place or facility must cite the line of its first mention, and no line if it has no mention.
-- why: The row leads readers to the line that first names it.
-- fix: Copy source_id and line from its first row in mentions.
-- needs: all_records, all_cells(actor_id, place_id, facility_id), mentions(source_id, line)
-- whole: all_records, mentions
WITH named AS (
    SELECT c.value AS record_id, m.source_id, m.line
    FROM all_cells c
    JOIN mentions m ON m._line = c._line
    WHERE c.table_name = 'mentions'
),
ranked AS (
    SELECT record_id, source_id || ' line ' || cast(line AS varchar) AS spot,
        row_number() OVER (PARTITION BY record_id ORDER BY length(source_id), source_id, line) AS place
    FROM named
),
paired AS (
    SELECT t.table_name, t._line, t.source_id || ' line ' || cast(t.line AS varchar) AS cited, n.spot
    FROM all_records t
    LEFT JOIN ranked n ON n.record_id = t.record_id AND n.place = 1
    WHERE t.table_name IN ('actors', 'places', 'facilities')
)
SELECT p.table_name, p._line AS line, 'line' AS column_name,
    CASE WHEN p.spot IS NULL THEN 'cites ' || p.cited || ', but has no mention'
        ELSE 'is first mentioned in ' || p.spot END AS message
FROM paired p
WHERE coalesce(p.cited, '') <> coalesce(p.spot, '')
