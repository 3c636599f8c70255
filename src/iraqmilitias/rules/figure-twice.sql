-- what: One printed number of a line is coded once.
-- why: A number coded twice counts twice.
-- fix: Remove one of them, or give each its own locator.
-- needs: figures(figure_id, source_id, line, locator, printed)
SELECT 'figures' AS table_name, t._line AS line, 'locator' AS column_name,
    '‘' || t.locator || '’ is the locator of ' || e.figure_id || ' already' AS message
FROM figures t
JOIN figures e ON e.source_id = t.source_id AND e.line = t.line AND e.locator = t.locator AND e.printed = t.printed
    AND e._line < t._line
