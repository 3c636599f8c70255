-- what: A row must not lead back to itself through the rows that it refers to.
-- why: A chain of parents has an end; a circle belongs to nothing.
-- fix: Correct this column in one row of the circle.
-- needs: all_parents
WITH RECURSIVE up AS (
    SELECT table_name, column_name, record_id AS start_id, parent_id AS next_id FROM all_parents
    UNION
    SELECT u.table_name, u.column_name, u.start_id, p.parent_id
    FROM up u
    JOIN all_parents p ON p.table_name = u.table_name AND p.column_name = u.column_name AND p.record_id = u.next_id
)
SELECT t.table_name, t._line AS line, t.column_name, 'leads back to ' || t.record_id || ' itself' AS message
FROM all_parents t
JOIN up u ON u.table_name = t.table_name AND u.column_name = t.column_name
    AND u.start_id = t.record_id AND u.next_id = t.record_id
