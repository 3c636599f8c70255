-- what: stance must be given exactly where term_id is; a quoted term must be inside a statement.
-- why: stance says whose word a loaded term is.
-- fix: Fill or empty stance; for quoted, fill statement_id, or choose distanced.
-- needs: mentions(term_id, stance, statement_id)
SELECT 'mentions' AS table_name, m._line AS line, 'stance' AS column_name,
    CASE WHEN m.stance IS NULL THEN 'is empty, but ' || m.term_id || ' is a loaded term'
        WHEN m.term_id IS NULL THEN 'is given, but term_id is empty'
        ELSE 'is quoted, but statement_id is empty' END AS message
FROM mentions m
WHERE (m.stance IS NULL AND m.term_id IS NOT NULL)
    OR (m.stance IS NOT NULL AND m.term_id IS NULL)
    OR (m.stance = 'quoted' AND m.statement_id IS NULL)
