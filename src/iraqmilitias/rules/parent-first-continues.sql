-- what: In statements, the row that continues_id names stands before the row that names it.
-- why: Readers and loaders can then take the file from top to bottom.
-- fix: Move the row behind the one that it refers to, or give it a later number.
-- needs: statements(statement_id, continues_id)
SELECT 'statements' AS table_name, t._line AS line, 'continues_id' AS column_name,
    'names ' || p.statement_id || ', which stands after it' AS message
FROM statements t
JOIN statements p ON p.statement_id = t.continues_id
WHERE p._line > t._line
