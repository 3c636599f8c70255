-- what: A retired id must not have a row.
-- why: An id is never used again: old citations would lead to something else.
-- fix: Give the new row a new id.
-- needs: retired(record_id), all_records
SELECT 'retired' AS table_name, t._line AS line, 'record_id' AS column_name, t.record_id || ' still has a row' AS message
FROM retired t
WHERE EXISTS (SELECT 1 FROM all_records r WHERE r.record_id = t.record_id AND r.table_name <> 'retired')
