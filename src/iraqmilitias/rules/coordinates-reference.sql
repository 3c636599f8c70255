-- what: A coordinate names the reference that it was taken from.
-- why: A point without a source cannot be checked or licensed.
-- fix: Give reference_id.
-- each: table(latitude, reference_id)
SELECT {table_text} AS table_name, t._line AS line, 'reference_id' AS column_name,
    'has a coordinate and no reference' AS message
FROM {table} t
WHERE t.latitude IS NOT NULL AND t.reference_id IS NULL
