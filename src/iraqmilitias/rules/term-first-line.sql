-- what: A term’s source and line come no later than its first mention.
-- why: The row points at the first use.
-- fix: Copy source_id and line from the first mention with this term.
-- needs: terms(term_id, source_id, line), mentions(term_id, source_id, line)
SELECT 'terms' AS table_name, t._line AS line, 'line' AS column_name,
    t.term_id || ' is used earlier, in ' || min(m.source_id) AS message
FROM terms t
JOIN mentions m ON m.term_id = t.term_id
    AND (m.source_id < t.source_id OR (m.source_id = t.source_id AND m.line < t.line))
GROUP BY t._line, t.term_id
