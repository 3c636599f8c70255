-- what: Rows of figures stand in the order of their numbers.
-- why: A fixed order keeps changes small and readable.
-- fix: Move the row to its place.
-- needs: figures(figure_id)
WITH placed AS (
    SELECT _line, figure_id AS id, lag(figure_id) OVER (ORDER BY _line) AS before FROM figures
)
SELECT 'figures' AS table_name, p._line AS line, 'figure_id' AS column_name,
    'stands after ' || p.before AS message
FROM placed p
WHERE length(p.before) > length(p.id) OR (length(p.before) = length(p.id) AND p.before > p.id)
