-- what: record_id and other_id must be the ids of two different records of other tables; a line is one as src-0004:79.
-- why: What is said about a record that does not exist reaches nobody.
-- fix: Correct record_id or other_id.
-- needs: all_records, lines(source_id, line), all_cells(record_id, other_id)
-- whole: all_records, lines
SELECT c.table_name, c._line AS line, c.column_name, c.value || ' is not the id of a record in another table' AS message
FROM all_cells c
WHERE c.table_name <> 'retired'
    AND NOT EXISTS (
        SELECT 1 FROM all_records r
        WHERE r.record_id = c.value AND r.table_name <> c.table_name
            AND (r.table_name <> 'retired' OR c.table_name = 'readings')
    )
    AND NOT EXISTS (SELECT 1 FROM lines l WHERE l.source_id || ':' || CAST(l.line AS VARCHAR) = c.value)
UNION ALL
SELECT o.table_name, o._line, o.column_name, o.value || ' is the record itself'
FROM all_cells o
JOIN all_cells r ON r.table_name = o.table_name AND r._line = o._line AND r.column_name = 'record_id' AND r.value = o.value
WHERE o.column_name = 'other_id'
