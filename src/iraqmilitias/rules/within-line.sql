-- what: A statement within another must be in the same line of the same article.
-- why: The outer words surround the inner ones.
-- fix: Name the outer statement of the same line.
-- needs: statements(statement_id, source_id, line, within_id)
SELECT 'statements' AS table_name, t._line AS line, 'within_id' AS column_name,
    o.statement_id || ' is in ' || o.source_id || ' line ' || cast(o.line AS varchar)
    || ', not in ' || t.source_id || ' line ' || cast(t.line AS varchar) AS message
FROM statements t
JOIN statements o ON o.statement_id = t.within_id
WHERE o.source_id <> t.source_id OR o.line <> t.line
