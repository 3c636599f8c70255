-- what: Rows of conflicts stand in the order of their numbers.
-- why: A fixed order keeps changes small and readable.
-- fix: Move the row to its place.
-- needs: conflicts(conflict_id)
WITH placed AS (
    SELECT _line, conflict_id AS id, lag(conflict_id) OVER (ORDER BY _line) AS before FROM conflicts
)
SELECT 'conflicts' AS table_name, p._line AS line, 'conflict_id' AS column_name,
    'stands after ' || p.before AS message
FROM placed p
WHERE length(p.before) > length(p.id) OR (length(p.before) = length(p.id) AND p.before > p.id)
