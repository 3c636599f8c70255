-- what: An article and a line are cited together.
-- why: A line without its article, or an article without the line, leads nowhere.
-- fix: Fill both source_id and line, or neither.
-- each: table(source_id, line)
SELECT {table_text} AS table_name, t._line AS line, CASE WHEN t.source_id IS NULL THEN 'source_id' ELSE 'line' END AS column_name,
    CASE WHEN t.source_id IS NULL THEN 'is missing for line ' || cast(t.line AS varchar) ELSE 'is missing for ' || t.source_id END AS message
FROM {table} t
WHERE (t.source_id IS NULL AND t.line IS NOT NULL) OR (t.source_id IS NOT NULL AND t.line IS NULL)
