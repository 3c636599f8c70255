-- what: The dates of an event must share a day with the dates of each of its reports, or a conflict says that they do not.
-- why: An event is what all its reports tell of. Dates that exclude one of them usually mean two events in one.
-- fix: Correct the dates, give the report an event of its own, or add the conflict with the report and the event.
-- needs: events(event_id, date_from, date_to), event_reports(report_id, event_id, date_from, date_to), conflicts(record_id, other_id)
SELECT 'event_reports' AS table_name, r._line AS line, 'event_id' AS column_name,
    'has dates that ' || e.event_id || ' excludes' AS message
FROM event_reports r
JOIN events e ON e.event_id = r.event_id
WHERE (r.date_to < e.date_from OR r.date_from > e.date_to)
    AND NOT EXISTS (
        SELECT 1 FROM conflicts c
        WHERE (c.record_id = r.report_id AND c.other_id = e.event_id)
            OR (c.record_id = e.event_id AND c.other_id = r.report_id)
    )
