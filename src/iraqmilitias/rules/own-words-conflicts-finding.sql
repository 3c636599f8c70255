-- what: The finding of conflicts is free of listed loaded terms.
-- why: Our own words are neutral; a loaded word belongs to whoever printed it.
-- fix: Use the neutral words that terms gives.
-- needs: conflicts(conflict_id, finding), terms(term)
SELECT 'conflicts' AS table_name, t._line AS line, 'finding' AS column_name,
    'uses a loaded term: ' || min(w.term) AS message
FROM conflicts t
JOIN terms w ON strpos(' ' || regexp_replace(lower(t.finding), '[^a-z0-9]', ' ', 'g') || ' ', ' ' || regexp_replace(lower(w.term), '[^a-z0-9]', ' ', 'g') || ' ') > 0
GROUP BY t._line
