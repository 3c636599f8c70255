-- what: A report does not answer its own event.
-- why: Nothing is an answer to itself.
-- fix: Empty response_to, or name the event that was answered.
-- needs: event_reports(event_id, response_to)
SELECT 'event_reports' AS table_name, t._line AS line, 'response_to' AS column_name,
    'answers ' || t.event_id || ', which is the event itself' AS message
FROM event_reports t
WHERE t.response_to = t.event_id
