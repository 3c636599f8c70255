-- what: No actor is, through its parents, a part of itself.
-- why: A chain of parents must end.
-- fix: Correct parent_id of one of them.
-- needs: actors(actor_id, parent_id)
WITH RECURSIVE up AS (
    SELECT actor_id AS start_id, parent_id AS next_id FROM actors WHERE parent_id IS NOT NULL
    UNION
    SELECT u.start_id, p.parent_id FROM up u JOIN actors p ON p.actor_id = u.next_id WHERE p.parent_id IS NOT NULL
)
SELECT 'actors' AS table_name, t._line AS line, 'parent_id' AS column_name,
    'leads back to ' || t.actor_id || ' itself' AS message
FROM actors t
JOIN up u ON u.start_id = t.actor_id AND u.next_id = t.actor_id
