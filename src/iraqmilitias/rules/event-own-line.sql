-- what: source_id, line and locator of an event must be those of one of its reports.
-- why: The event leads readers to the report that tells it best.
-- fix: Copy source_id, line and locator from one of its rows in event_reports.
-- needs: events(event_id, source_id, line, locator), event_reports(event_id, source_id, line, locator)
-- whole: event_reports
SELECT 'events' AS table_name, t._line AS line, 'locator' AS column_name,
    'no report of ' || t.event_id || ' is in ' || t.source_id || ' line ' || cast(t.line AS varchar)
    || ' at ‘' || t.locator || '’' AS message
FROM events t
WHERE EXISTS (SELECT 1 FROM event_reports r WHERE r.event_id = t.event_id)
    AND NOT EXISTS (
        SELECT 1 FROM event_reports r
        WHERE r.event_id = t.event_id AND r.source_id = t.source_id AND r.line = t.line AND r.locator = t.locator
    )
