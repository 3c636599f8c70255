-- what: A report must not be a response to its own event.
-- why: Nothing answers itself.
-- fix: Empty response_to, or name the event that was answered.
-- needs: event_reports(event_id, response_to)
SELECT 'event_reports' AS table_name, t._line AS line, 'response_to' AS column_name,
    t.response_to || ' is event_id too' AS message
FROM event_reports t
WHERE t.response_to = t.event_id
