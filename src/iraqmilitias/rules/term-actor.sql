-- what: A mention with a loaded term must be of the actor that the term is listed for.
-- why: The list of terms says which actor each of them means.
-- fix: Correct actor_id or term_id of the mention; empty actor_id of the term if it is used for several actors.
-- severity: warning
-- needs: mentions(term_id, actor_id), terms(term_id, actor_id)
SELECT 'mentions' AS table_name, m._line AS line, 'term_id' AS column_name,
    m.term_id || ' is listed for ' || t.actor_id || ', not for ' || m.actor_id AS message
FROM mentions m
JOIN terms t ON t.term_id = m.term_id
WHERE t.actor_id <> m.actor_id
