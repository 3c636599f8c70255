-- what: A response must not end before the event that it answers begins.
-- why: An answer comes later. If a line says that it came first, that is a row in conflicts.
-- fix: Correct the dates, or response_to.
-- needs: event_reports(event_id, response_to, date_to), events(event_id, date_from, date_to)
SELECT 'event_reports' AS table_name, r._line AS line, 'response_to' AS column_name,
    'ends ' || cast(CASE WHEN r.date_to < c.date_from THEN r.date_to ELSE a.date_to END AS varchar)
    || ', before ' || c.event_id || ' begins on ' || cast(c.date_from AS varchar) AS message
FROM event_reports r
JOIN events c ON c.event_id = r.response_to
LEFT JOIN events a ON a.event_id = r.event_id
WHERE r.date_to < c.date_from OR a.date_to < c.date_from
