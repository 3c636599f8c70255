-- what: In actors, the row that parent_id names stands before the row that names it.
-- why: Readers and loaders can then take the file from top to bottom.
-- fix: Move the row behind the one that it refers to, or give it a later number.
-- needs: actors(actor_id, parent_id)
SELECT 'actors' AS table_name, t._line AS line, 'parent_id' AS column_name,
    'names ' || p.actor_id || ', which stands after it' AS message
FROM actors t
JOIN actors p ON p.actor_id = t.parent_id
WHERE p._line > t._line
