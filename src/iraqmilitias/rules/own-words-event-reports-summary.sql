-- what: The summary of event_reports is free of listed loaded terms.
-- why: Our own words are neutral; a loaded word belongs to whoever printed it.
-- fix: Use the neutral words that terms gives.
-- needs: event_reports(report_id, summary), terms(term)
SELECT 'event_reports' AS table_name, t._line AS line, 'summary' AS column_name,
    'uses a loaded term: ' || min(w.term) AS message
FROM event_reports t
JOIN terms w ON strpos(' ' || regexp_replace(lower(t.summary), '[^a-z0-9]', ' ', 'g') || ' ', ' ' || regexp_replace(lower(w.term), '[^a-z0-9]', ' ', 'g') || ' ') > 0
GROUP BY t._line
