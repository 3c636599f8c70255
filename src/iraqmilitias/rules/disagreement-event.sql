-- what: A report whose dates exclude those of its event must have a row in conflicts with the event.
-- why: An event is what all its reports tell of. Dates that exclude one of them usually mean two events in one.
-- fix: Correct the dates, give the report another event, or add the conflict with the report and the event.
-- needs: event_reports(report_id, event_id, date_from, date_to), events(event_id, date_from, date_to), all_pairs(record_id, other_id)
-- whole: all_pairs
SELECT 'event_reports' AS table_name, r._line AS line,
    CASE WHEN r.date_to < e.date_from THEN 'date_to' ELSE 'date_from' END AS column_name,
    'is outside the dates of ' || e.event_id || ', and no row in conflicts says so' AS message
FROM event_reports r
JOIN events e ON e.event_id = r.event_id
WHERE (r.date_to < e.date_from OR r.date_from > e.date_to)
    AND NOT EXISTS (SELECT 1 FROM all_pairs s WHERE s.one_id = r.report_id AND s.other_id = e.event_id)
