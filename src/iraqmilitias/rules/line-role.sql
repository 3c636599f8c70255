-- what: A line is blank exactly when it has no words; a blank line has no paragraph and nothing to find.
-- why: Roles and counts prove coverage where the text is not at hand.
-- fix: Correct role, paragraph or the counts.
-- needs: lines(paragraph, role, words, numbers, quotations, names)
SELECT 'lines' AS table_name, t._line AS line, 'role' AS column_name,
    'says ' || t.role || ' for ' || cast(t.words AS varchar) || ' words, ' || coalesce('paragraph ' || cast(t.paragraph AS varchar), 'no paragraph') AS message
FROM lines t
WHERE (t.role = 'blank' AND (t.words > 0 OR t.numbers > 0 OR t.quotations > 0 OR t.names > 0 OR t.paragraph IS NOT NULL))
    OR (t.role <> 'blank' AND (t.words = 0 OR t.paragraph IS NULL))
