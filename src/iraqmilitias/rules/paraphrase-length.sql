-- what: A paraphrase has at most 25 words.
-- why: A long one begins to retell the article.
-- fix: Shorten it.
-- needs: statements(paraphrase)
SELECT 'statements' AS table_name, t._line AS line, 'paraphrase' AS column_name,
    'has ' || cast(length(t.paraphrase) - length(replace(t.paraphrase, ' ', '')) + 1 AS varchar) || ' words' AS message
FROM statements t
WHERE length(t.paraphrase) - length(replace(t.paraphrase, ' ', '')) + 1 > 25
