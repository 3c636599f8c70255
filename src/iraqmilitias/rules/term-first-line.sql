-- what: A term must cite the line of its first mention, or an earlier one.
-- why: The row leads readers to the first use.
-- fix: Copy source_id and line from the first mention with this term.
-- needs: terms(term_id, source_id, line), mentions(term_id, source_id, line)
WITH earlier AS (
    SELECT t._line, t.term_id, m.source_id, m.line,
        row_number() OVER (PARTITION BY t._line ORDER BY length(m.source_id), m.source_id, m.line) AS place
    FROM terms t
    JOIN mentions m ON m.term_id = t.term_id
    WHERE length(m.source_id) < length(t.source_id)
        OR (length(m.source_id) = length(t.source_id) AND m.source_id < t.source_id)
        OR (m.source_id = t.source_id AND m.line < t.line)
)
SELECT 'terms' AS table_name, e._line AS line, 'line' AS column_name,
    e.term_id || ' is used earlier, in ' || e.source_id || ' line ' || cast(e.line AS varchar) AS message
FROM earlier e
WHERE e.place = 1
