-- what: The description of actors is free of listed loaded terms.
-- why: Our own words are neutral; a loaded word belongs to whoever printed it.
-- fix: Use the neutral words that terms gives.
-- needs: actors(actor_id, description), terms(term)
SELECT 'actors' AS table_name, t._line AS line, 'description' AS column_name,
    'uses a loaded term: ' || min(w.term) AS message
FROM actors t
JOIN terms w ON strpos(' ' || regexp_replace(lower(t.description), '[^a-z0-9]', ' ', 'g') || ' ', ' ' || regexp_replace(lower(w.term), '[^a-z0-9]', ' ', 'g') || ' ') > 0
GROUP BY t._line
