-- what: A document that speaks has its issuer as parent.
-- why: A report speaks for the body that issued it.
-- fix: Fill parent_id.
-- needs: actors(actor_type, parent_id)
SELECT 'actors' AS table_name, t._line AS line, 'parent_id' AS column_name,
    'is a document without an issuer' AS message
FROM actors t
WHERE t.actor_type = 'document' AND t.parent_id IS NULL
