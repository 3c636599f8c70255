-- what: A row that cites no line must have a reference.
-- why: A row that no article and no reference supports has no source.
-- fix: Fill in source_id and line, or reference_id.
-- each: table(source_id, line, reference_id)
SELECT {table_text} AS table_name, t._line AS line, 'reference_id' AS column_name,
    'has neither a line nor a reference' AS message
FROM {table} t
WHERE t.source_id IS NULL AND t.line IS NULL AND t.reference_id IS NULL
