-- what: Every row of actors is mentioned in a line or has a reference.
-- why: An entity that nobody names and nothing supports was invented.
-- fix: Add its mention, give reference_id, or remove the row.
-- needs: actors(actor_id, reference_id), mentions(actor_id)
SELECT 'actors' AS table_name, t._line AS line, 'actor_id' AS column_name,
    t.actor_id || ' is in no mention and has no reference' AS message
FROM actors t
WHERE t.reference_id IS NULL AND NOT EXISTS (SELECT 1 FROM mentions m WHERE m.actor_id = t.actor_id)
