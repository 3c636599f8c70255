-- what: A mention with a loaded term names the actor that the term is listed for.
-- why: A term listed for one actor and used for another is listed for too few.
-- fix: Correct the mention’s actor_id or term_id; empty the term’s actor_id where it names more than one actor.
-- severity: warning
-- needs: mentions(term_id, actor_id), terms(term_id, actor_id)
SELECT 'mentions' AS table_name, m._line AS line, 'term_id' AS column_name,
    m.term_id || ' is listed for ' || t.actor_id || ', not for ' || m.actor_id AS message
FROM mentions m
JOIN terms t ON t.term_id = m.term_id
WHERE t.actor_id <> m.actor_id
