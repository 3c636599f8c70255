-- what: No two rows of a table may have the same name.
-- why: Readers tell actors, places and facilities apart by their names.
-- fix: Merge the rows, or add to one name what tells it apart.
-- each: table(name, wikidata, source_id, line)
WITH placed AS (
    SELECT _line, name, min(_line) OVER (PARTITION BY lower(name)) AS first_line FROM {table}
)
SELECT {table_text} AS table_name, t._line AS line, 'name' AS column_name,
    t.name || ' duplicates line ' || cast(t.first_line AS varchar) AS message
FROM placed t
WHERE t.first_line < t._line AND t.name IS NOT NULL
