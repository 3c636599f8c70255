-- what: The paraphrase of statements is free of listed loaded terms.
-- why: Our own words are neutral; a loaded word belongs to whoever printed it.
-- fix: Use the neutral words that terms gives.
-- needs: statements(statement_id, paraphrase), terms(term)
SELECT 'statements' AS table_name, t._line AS line, 'paraphrase' AS column_name,
    'uses a loaded term: ' || min(w.term) AS message
FROM statements t
JOIN terms w ON strpos(' ' || regexp_replace(lower(t.paraphrase), '[^a-z0-9]', ' ', 'g') || ' ', ' ' || regexp_replace(lower(w.term), '[^a-z0-9]', ' ', 'g') || ' ') > 0
GROUP BY t._line
