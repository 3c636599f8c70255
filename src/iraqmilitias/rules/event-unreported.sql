-- what: Every event must have a report.
-- why: An event that no line reports has no source.
-- fix: Add the row in event_reports for the line that tells it, or remove the event.
-- needs: events(event_id), event_reports(event_id)
-- whole: event_reports
SELECT 'events' AS table_name, t._line AS line, 'event_id' AS column_name,
    t.event_id || ' has no report' AS message
FROM events t
WHERE NOT EXISTS (SELECT 1 FROM event_reports r WHERE r.event_id = t.event_id)
