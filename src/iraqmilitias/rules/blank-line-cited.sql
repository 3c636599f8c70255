-- what: A row must not cite a blank line.
-- why: A blank line says nothing, so the line number is wrong.
-- fix: Correct line.
-- each: table(source_id, line)
-- needs: lines(source_id, line, role)
SELECT {table_text} AS table_name, t._line AS line, 'line' AS column_name,
    t.source_id || ' line ' || cast(t.line AS varchar) || ' is blank' AS message
FROM {table} t
JOIN lines l ON l.source_id = t.source_id AND l.line = t.line
WHERE l.role = 'blank' AND {table_text} <> 'lines'
