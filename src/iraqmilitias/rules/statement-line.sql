-- what: A row and its statement must be in one line of one article.
-- why: The statement says who says what the row has.
-- fix: Name the statement of the same line, or leave statement_id empty.
-- each: table(source_id, line, statement_id)
-- needs: statements(statement_id, source_id, line)
SELECT {table_text} AS table_name, t._line AS line, 'statement_id' AS column_name,
    s.statement_id || ' is in ' || s.source_id || ' line ' || cast(s.line AS varchar)
    || ', not in ' || t.source_id || ' line ' || cast(t.line AS varchar) AS message
FROM {table} t
JOIN statements s ON s.statement_id = t.statement_id
WHERE s.source_id <> t.source_id OR s.line <> t.line
