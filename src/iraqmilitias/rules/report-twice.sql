-- what: An event must be reported once for each line and voice.
-- why: One voice that tells an event twice in one line makes one report.
-- fix: Keep the report whose words say more, and remove the other.
-- needs: event_reports(report_id, event_id, source_id, line, statement_id)
SELECT 'event_reports' AS table_name, t._line AS line, 'event_id' AS column_name,
    'repeats the event, line and voice of ' || e.report_id AS message
FROM event_reports t
JOIN event_reports e ON e.source_id = t.source_id AND e.line = t.line AND e.event_id = t.event_id
    AND coalesce(e.statement_id, '') = coalesce(t.statement_id, '') AND e._line < t._line
