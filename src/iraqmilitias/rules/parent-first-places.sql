-- what: In places, the row that parent_id names stands before the row that names it.
-- why: Readers and loaders can then take the file from top to bottom.
-- fix: Move the row behind the one that it refers to, or give it a later number.
-- needs: places(place_id, parent_id)
SELECT 'places' AS table_name, t._line AS line, 'parent_id' AS column_name,
    'names ' || p.place_id || ', which stands after it' AS message
FROM places t
JOIN places p ON p.place_id = t.parent_id
WHERE p._line > t._line
