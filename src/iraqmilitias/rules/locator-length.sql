-- what: A locator has at most eight words.
-- why: Longer runs reproduce the article.
-- fix: Keep the fewest words that find the claim, 8 at most.
-- each: table(locator)
SELECT {table_text} AS table_name, t._line AS line, 'locator' AS column_name,
    'has ' || cast(length(t.locator) - length(replace(t.locator, ' ', '')) + 1 AS varchar) || ' words' AS message
FROM {table} t
WHERE length(t.locator) - length(replace(t.locator, ' ', '')) + 1 > 8
