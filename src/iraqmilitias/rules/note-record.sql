-- what: A note must be about a record of the data.
-- why: Readers find a note through its record.
-- fix: Correct record_id.
-- needs: notes(note_id, record_id), records
SELECT 'notes' AS table_name, n._line AS line, 'record_id' AS column_name,
    n.record_id || ' is not the id of any record' AS message
FROM notes n
WHERE n.record_id NOT IN (SELECT record_id FROM records WHERE record_id IS NOT NULL)
