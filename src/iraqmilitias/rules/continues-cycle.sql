-- what: Statements do not continue each other in a circle.
-- why: An utterance has a beginning.
-- fix: Correct continues_id of one of them.
-- needs: statements(statement_id, continues_id)
WITH RECURSIVE up AS (
    SELECT statement_id AS start_id, continues_id AS next_id FROM statements WHERE continues_id IS NOT NULL
    UNION
    SELECT u.start_id, p.continues_id FROM up u JOIN statements p ON p.statement_id = u.next_id WHERE p.continues_id IS NOT NULL
)
SELECT 'statements' AS table_name, t._line AS line, 'continues_id' AS column_name,
    'leads back to ' || t.statement_id || ' itself' AS message
FROM statements t
JOIN up u ON u.start_id = t.statement_id AND u.next_id = t.statement_id
