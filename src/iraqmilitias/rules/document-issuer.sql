-- what: A document that speaks must have its issuer as parent.
-- why: A document speaks for the body that issued it.
-- fix: Fill in parent_id.
-- needs: actors(actor_type, parent_id)
SELECT 'actors' AS table_name, t._line AS line, 'parent_id' AS column_name,
    'is empty, but the actor is a document' AS message
FROM actors t
WHERE t.actor_type = 'document' AND t.parent_id IS NULL
