-- what: original_date must not be after the article that reprints it.
-- why: The original came first.
-- fix: Correct original_date, or the article’s dates.
-- needs: sources(original_date, date_to)
SELECT 'sources' AS table_name, t._line AS line, 'original_date' AS column_name,
    t.original_date || ' is after the article, which came out no later than ' || cast(t.date_to AS varchar) AS message
FROM sources t
WHERE t.original_date > substring(cast(t.date_to AS varchar), 1, length(t.original_date))
