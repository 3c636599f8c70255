-- what: An event is reported once per line and voice.
-- why: The same happening told twice in one line by one voice is one report.
-- fix: Keep the report at the fuller words.
-- needs: event_reports(report_id, event_id, source_id, line, statement_id)
SELECT 'event_reports' AS table_name, t._line AS line, 'event_id' AS column_name,
    'the same event, line and voice as ' || e.report_id AS message
FROM event_reports t
JOIN event_reports e ON e.source_id = t.source_id AND e.line = t.line AND e.event_id = t.event_id
    AND coalesce(e.statement_id, '') = coalesce(t.statement_id, '') AND e._line < t._line
