-- what: Rows of statements stand in the order of their numbers.
-- why: A fixed order keeps changes small and readable.
-- fix: Move the row to its place.
-- needs: statements(statement_id)
WITH placed AS (
    SELECT _line, statement_id AS id, lag(statement_id) OVER (ORDER BY _line) AS before FROM statements
)
SELECT 'statements' AS table_name, p._line AS line, 'statement_id' AS column_name,
    'stands after ' || p.before AS message
FROM placed p
WHERE length(p.before) > length(p.id) OR (length(p.before) = length(p.id) AND p.before > p.id)
