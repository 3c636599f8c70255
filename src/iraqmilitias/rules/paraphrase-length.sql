-- what: A paraphrase has at most 25 words.
-- why: A long one begins to retell the article.
-- fix: Shorten it.
-- needs: statements(statement_id, paraphrase)
SELECT 'statements' AS table_name, t._line AS line, 'paraphrase' AS column_name,
    'has ' || cast(length(trim(t.paraphrase)) - length(replace(trim(t.paraphrase), ' ', '')) + 1 AS varchar) || ' words' AS message
FROM statements t
WHERE length(trim(t.paraphrase)) - length(replace(trim(t.paraphrase), ' ', '')) + 1 > 25
