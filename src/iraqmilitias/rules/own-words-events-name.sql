-- what: The name of events is free of listed loaded terms.
-- why: Our own words are neutral; a loaded word belongs to whoever printed it.
-- fix: Use the neutral words that terms gives.
-- needs: events(event_id, name), terms(term)
SELECT 'events' AS table_name, t._line AS line, 'name' AS column_name,
    'uses a loaded term: ' || min(w.term) AS message
FROM events t
JOIN terms w ON strpos(' ' || regexp_replace(lower(t.name), '[^a-z0-9]', ' ', 'g') || ' ', ' ' || regexp_replace(lower(w.term), '[^a-z0-9]', ' ', 'g') || ' ') > 0
GROUP BY t._line
