-- what: Whoever checked a coding is not who coded it.
-- why: Nobody sees his own slips.
-- fix: Name the person who checked, or leave checked_by empty.
-- needs: sources(coded_by, checked_by)
SELECT 'sources' AS table_name, t._line AS line, 'checked_by' AS column_name,
    t.checked_by || ' coded the article too' AS message
FROM sources t
WHERE lower(t.checked_by) = lower(t.coded_by)
