-- what: A locator must have at most 8 words, and a paraphrase at most 25.
-- why: A longer locator reproduces the article, and a longer paraphrase retells it.
-- fix: Keep the fewest words that find the claim, or that say what was said.
-- needs: all_cells(locator, paraphrase)
WITH counted AS (
    SELECT table_name, column_name, _line, length(value) - length(replace(value, ' ', '')) + 1 AS words,
        CASE WHEN column_name = 'locator' THEN 8 ELSE 25 END AS most
    FROM all_cells
)
SELECT c.table_name, c._line AS line, c.column_name,
    'has ' || cast(c.words AS varchar) || ' words; at most ' || cast(c.most AS varchar) || ' are allowed' AS message
FROM counted c
WHERE c.words > c.most
