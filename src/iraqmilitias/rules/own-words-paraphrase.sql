-- what: A paraphrase is free of listed loaded terms.
-- why: Our own words are neutral; a loaded word belongs to whoever printed it.
-- fix: Use neutral words, as terms gives them.
-- each: table(paraphrase)
-- needs: terms(term, neutral)
SELECT {table_text} AS table_name, t._line AS line, 'paraphrase' AS column_name,
    'uses the loaded term ' || min('‘' || w.term || '’ for ‘' || w.neutral || '’') AS message
FROM {table} t
JOIN terms w ON strpos(
    ' ' || regexp_replace(lower(t.paraphrase), '[^a-z0-9]+', ' ', 'g') || ' ',
    ' ' || regexp_replace(lower(w.term), '[^a-z0-9]+', ' ', 'g') || ' '
) > 0
GROUP BY t._line
