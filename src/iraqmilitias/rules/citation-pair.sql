-- what: source_id and line must be given together.
-- why: An article without a line, or a line without an article, leads nowhere.
-- fix: Fill in both source_id and line, or neither.
-- each: table(source_id, line)
SELECT {table_text} AS table_name, t._line AS line, CASE WHEN t.source_id IS NULL THEN 'source_id' ELSE 'line' END AS column_name,
    CASE WHEN t.source_id IS NULL THEN 'is empty, but line is ' || cast(t.line AS varchar) ELSE 'is empty, but source_id is ' || t.source_id END AS message
FROM {table} t
WHERE (t.source_id IS NULL AND t.line IS NOT NULL) OR (t.source_id IS NOT NULL AND t.line IS NULL)
