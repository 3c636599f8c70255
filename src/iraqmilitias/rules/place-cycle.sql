-- what: No place lies, through its parents, in itself.
-- why: A chain of places must end.
-- fix: Correct parent_id of one of them.
-- needs: places(place_id, parent_id)
WITH RECURSIVE up AS (
    SELECT place_id AS start_id, parent_id AS next_id FROM places WHERE parent_id IS NOT NULL
    UNION
    SELECT u.start_id, p.parent_id FROM up u JOIN places p ON p.place_id = u.next_id WHERE p.parent_id IS NOT NULL
)
SELECT 'places' AS table_name, t._line AS line, 'parent_id' AS column_name,
    'leads back to ' || t.place_id || ' itself' AS message
FROM places t
JOIN up u ON u.start_id = t.place_id AND u.next_id = t.place_id
