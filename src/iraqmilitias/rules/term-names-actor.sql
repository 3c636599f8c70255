-- what: A mention with a loaded term must be of an actor.
-- why: Terms are names for actors, not for places or facilities.
-- fix: Fill in actor_id, or empty term_id.
-- needs: mentions(term_id, actor_id)
SELECT 'mentions' AS table_name, m._line AS line, 'term_id' AS column_name,
    m.term_id || ' is filled in, but actor_id is not' AS message
FROM mentions m
WHERE m.term_id IS NOT NULL AND m.actor_id IS NULL
