-- what: Two reports of one event whose dates exclude each other must have a row in conflicts.
-- why: Disagreement is data; readers must be told.
-- fix: Add the conflict with both reports, or with one report and the event.
-- needs: event_reports(report_id, event_id, date_from, date_to), all_pairs(record_id, other_id)
-- whole: all_pairs
SELECT 'event_reports' AS table_name, y._line AS line, 'date_from' AS column_name,
    'excludes the dates of ' || x.report_id || ', and no row in conflicts says so' AS message
FROM event_reports x
JOIN event_reports y ON y.event_id = x.event_id AND y._line > x._line
WHERE (x.date_to < y.date_from OR y.date_to < x.date_from)
    AND NOT EXISTS (SELECT 1 FROM all_pairs s WHERE s.one_id = x.report_id AND s.other_id IN (y.report_id, y.event_id))
    AND NOT EXISTS (SELECT 1 FROM all_pairs s WHERE s.one_id = x.event_id AND s.other_id IN (y.report_id, y.event_id))
