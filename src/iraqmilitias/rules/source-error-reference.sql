-- what: An error laid to an article rests on a reference.
-- why: Who says that an article is wrong must show it.
-- fix: Give reference_id, or write open into verdict.
-- needs: conflicts(verdict, reference_id)
SELECT 'conflicts' AS table_name, t._line AS line, 'reference_id' AS column_name,
    'lays an error to the article without a reference' AS message
FROM conflicts t
WHERE t.verdict = 'source_error' AND t.reference_id IS NULL
