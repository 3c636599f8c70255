-- what: checked_by must not be the person who coded the article.
-- why: Nobody sees his own mistakes.
-- fix: Name the person who checked, or leave checked_by empty.
-- needs: sources(coded_by, checked_by)
SELECT 'sources' AS table_name, t._line AS line, 'checked_by' AS column_name,
    t.checked_by || ' coded the article' AS message
FROM sources t
WHERE lower(t.checked_by) = lower(t.coded_by)
