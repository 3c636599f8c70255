-- what: A conflict must be listed once, in one direction.
-- why: A conflict that is listed twice counts twice.
-- fix: Remove one of the two rows.
-- needs: conflicts(conflict_id, kind, record_id, field, other_id, reference_id)
SELECT 'conflicts' AS table_name, t._line AS line, 'record_id' AS column_name,
    'repeats the conflict ' || e.conflict_id AS message
FROM conflicts t
JOIN conflicts e ON e.kind = t.kind AND e.field = t.field AND e._line < t._line
    AND coalesce(e.reference_id, '') = coalesce(t.reference_id, '')
WHERE (e.record_id = t.record_id AND coalesce(e.other_id, '') = coalesce(t.other_id, ''))
    OR (e.record_id = t.other_id AND e.other_id = t.record_id)
