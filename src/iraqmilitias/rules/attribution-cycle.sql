-- what: Statements are not told within each other in a circle.
-- why: A chain of attribution must end with somebody.
-- fix: Correct within_id of one of them.
-- needs: statements(statement_id, within_id)
WITH RECURSIVE up AS (
    SELECT statement_id AS start_id, within_id AS next_id FROM statements WHERE within_id IS NOT NULL
    UNION
    SELECT u.start_id, p.within_id FROM up u JOIN statements p ON p.statement_id = u.next_id WHERE p.within_id IS NOT NULL
)
SELECT 'statements' AS table_name, t._line AS line, 'within_id' AS column_name,
    'leads back to ' || t.statement_id || ' itself' AS message
FROM statements t
JOIN up u ON u.start_id = t.statement_id AND u.next_id = t.statement_id
