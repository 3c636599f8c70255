-- what: A mention with a loaded term is one of an actor.
-- why: Terms are ways of naming actors; a place or facility has none.
-- fix: Fill actor_id instead, or empty term_id.
-- needs: mentions(term_id, actor_id)
SELECT 'mentions' AS table_name, m._line AS line, 'term_id' AS column_name,
    m.term_id || ' stands with no actor' AS message
FROM mentions m
WHERE m.term_id IS NOT NULL AND m.actor_id IS NULL
