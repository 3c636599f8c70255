-- what: A note must be about a record of the data, and be there once.
-- why: Readers find a note through its record; said twice, it counts as two.
-- fix: Correct record_id; remove the row that says the same again.
-- needs: notes(record_id, note), all_records
SELECT 'notes' AS table_name, n._line AS line, 'record_id' AS column_name,
    n.record_id || ' is not the id of any record' AS message
FROM notes n
WHERE n.record_id NOT IN (SELECT record_id FROM all_records WHERE record_id IS NOT NULL)
UNION ALL
SELECT 'notes', n._line, 'note', 'says the same of ' || n.record_id || ' as line ' || min(o._line)
FROM notes n
JOIN notes o ON o.record_id = n.record_id AND o.note = n.note AND o._line < n._line
GROUP BY n._line, n.record_id
