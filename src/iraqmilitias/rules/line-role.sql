-- what: A line must be blank if it has no words, and only then; a blank line has no paragraph, numbers, quotations or names.
-- why: Roles and counts prove the coverage to readers who do not have the text.
-- fix: Correct role, paragraph or the counts.
-- needs: lines(paragraph, role, words, numbers, quotations, names)
SELECT 'lines' AS table_name, t._line AS line, 'role' AS column_name,
    t.role || ' does not fit ' || cast(t.words AS varchar) || ' words and ' || coalesce('paragraph ' || cast(t.paragraph AS varchar), 'no paragraph') AS message
FROM lines t
WHERE (t.role = 'blank' AND (t.words > 0 OR t.numbers > 0 OR t.quotations > 0 OR t.names > 0 OR t.paragraph IS NOT NULL))
    OR (t.role <> 'blank' AND (t.words = 0 OR t.paragraph IS NULL))
