-- what: Rows of aliases stand in the order of their numbers.
-- why: A fixed order keeps changes small and readable.
-- fix: Move the row to its place.
-- needs: aliases(alias_id)
WITH placed AS (
    SELECT _line, alias_id AS id, lag(alias_id) OVER (ORDER BY _line) AS before FROM aliases
)
SELECT 'aliases' AS table_name, p._line AS line, 'alias_id' AS column_name,
    'stands after ' || p.before AS message
FROM placed p
WHERE length(p.before) > length(p.id) OR (length(p.before) = length(p.id) AND p.before > p.id)
