-- what: A statement is relayed by via_id or told within within_id, not both.
-- why: The relay either has a row of its own or it has not.
-- fix: Empty one of them.
-- needs: statements(via_id, within_id)
SELECT 'statements' AS table_name, t._line AS line, 'via_id' AS column_name,
    'has both a relay and an outer statement' AS message
FROM statements t
WHERE t.via_id IS NOT NULL AND t.within_id IS NOT NULL
