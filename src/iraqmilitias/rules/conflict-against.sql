-- what: A conflict names another row or a reference.
-- why: A row conflicts with something.
-- fix: Fill other_id or reference_id.
-- needs: conflicts(other_id, reference_id)
SELECT 'conflicts' AS table_name, t._line AS line, 'other_id' AS column_name,
    'names neither another row nor a reference' AS message
FROM conflicts t
WHERE t.other_id IS NULL AND t.reference_id IS NULL
