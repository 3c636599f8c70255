-- what: The neutral wording of a term is free of listed loaded terms.
-- why: Our own words are neutral; a loaded word belongs to whoever printed it.
-- fix: Use words without a judgement.
-- needs: terms(term, neutral)
SELECT 'terms' AS table_name, t._line AS line, 'neutral' AS column_name,
    'uses the loaded term ' || min('‘' || w.term || '’ for ‘' || w.neutral || '’') AS message
FROM terms t
JOIN terms w ON strpos(
    ' ' || regexp_replace(lower(t.neutral), '[^a-z0-9]+', ' ', 'g') || ' ',
    ' ' || regexp_replace(lower(w.term), '[^a-z0-9]+', ' ', 'g') || ' '
) > 0
GROUP BY t._line
