-- what: A conflict must name a second record or a reference.
-- why: A record conflicts with something.
-- fix: Fill in other_id or reference_id.
-- needs: conflicts(other_id, reference_id)
SELECT 'conflicts' AS table_name, t._line AS line, 'other_id' AS column_name,
    'is empty, and reference_id too' AS message
FROM conflicts t
WHERE t.other_id IS NULL AND t.reference_id IS NULL
