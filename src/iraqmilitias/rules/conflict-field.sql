-- what: field must be a column of the record’s table.
-- why: The column says which value is in doubt.
-- fix: Write the name of a column of that table.
-- needs: conflicts(record_id, field), all_fields
SELECT 'conflicts' AS table_name, t._line AS line, 'field' AS column_name,
    'the table of ' || t.record_id || ' has no column ' || t.field AS message
FROM conflicts t
WHERE t.field IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM all_fields f
    WHERE f.id_prefix = substring(t.record_id, 1, 3) AND f.column_name = t.field AND f.table_name <> 'conflicts'
)
