-- what: Retired ids must not replace each other in a circle.
-- why: Readers who follow an old citation must arrive at a record.
-- fix: Correct replaced_by in one row of the circle.
-- needs: retired(record_id, replaced_by)
WITH RECURSIVE onward AS (
    SELECT record_id AS start_id, replaced_by AS next_id FROM retired
    UNION
    SELECT o.start_id, r.replaced_by FROM onward o JOIN retired r ON r.record_id = o.next_id
)
SELECT 'retired' AS table_name, t._line AS line, 'replaced_by' AS column_name,
    'leads back to ' || t.record_id || ' itself' AS message
FROM retired t
JOIN onward o ON o.start_id = t.record_id AND o.next_id = t.record_id
WHERE t.replaced_by <> t.record_id
