-- what: A row must come after the row of the same table that it refers to.
-- why: Readers and programs can then take the file from top to bottom.
-- fix: Move the row below the one that it refers to, with a higher number.
-- needs: all_parents, all_records
SELECT t.table_name, t._line AS line, t.column_name,
    'refers to ' || t.parent_id || ', which comes after this row' AS message
FROM all_parents t
JOIN all_records p ON p.table_name = t.table_name AND p.record_id = t.parent_id
WHERE p._line > t._line
