-- what: A statement must not have both via_id and within_id.
-- why: The words of the person who passes it on either have a row or they do not.
-- fix: Empty one of the two.
-- needs: statements(via_id, within_id)
SELECT 'statements' AS table_name, t._line AS line, 'via_id' AS column_name,
    'is filled in, and within_id too' AS message
FROM statements t
WHERE t.via_id IS NOT NULL AND t.within_id IS NOT NULL
