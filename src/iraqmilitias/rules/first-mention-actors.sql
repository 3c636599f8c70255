-- what: The source and line of a row of actors are those of its first mention; a row without mentions has none.
-- why: The row points at the line that first names it.
-- fix: Copy source_id and line from its first row in mentions.
-- needs: actors(actor_id, source_id, line), mentions(actor_id, source_id, line)
WITH ranked AS (
    SELECT actor_id, source_id || ' line ' || cast(line AS varchar) AS spot,
        row_number() OVER (PARTITION BY actor_id ORDER BY length(source_id), source_id, line) AS place
    FROM mentions
    WHERE actor_id IS NOT NULL
),
paired AS (
    SELECT t._line, t.source_id || ' line ' || cast(t.line AS varchar) AS cited, m.spot
    FROM actors t
    LEFT JOIN ranked m ON m.actor_id = t.actor_id AND m.place = 1
)
SELECT 'actors' AS table_name, p._line AS line, 'line' AS column_name,
    CASE WHEN p.spot IS NULL THEN 'cites ' || p.cited || ' and is mentioned nowhere'
        ELSE 'is first mentioned in ' || p.spot END AS message
FROM paired p
WHERE coalesce(p.cited, '') <> coalesce(p.spot, '')
