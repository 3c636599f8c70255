-- what: An answer does not end before what it answers begins.
-- why: A line may reverse a sequence, but then it is a conflict: here the coded dates contradict the coded answer.
-- fix: Correct the dates, or response_to.
-- needs: event_reports(report_id, response_to, date_to), events(event_id, date_from)
SELECT 'event_reports' AS table_name, r._line AS line, 'response_to' AS column_name,
    'ends ' || cast(r.date_to AS varchar) || ', before ' || e.event_id || ' begins on ' || cast(e.date_from AS varchar) AS message
FROM event_reports r
JOIN events e ON e.event_id = r.response_to
WHERE r.date_to < e.date_from
