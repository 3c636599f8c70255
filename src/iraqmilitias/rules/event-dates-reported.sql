-- what: The dates of an event with date_basis reported must lie within the dates of its reports and of its parts’ reports.
-- why: A day that no report names is known from elsewhere, and then that reference must be named.
-- fix: Correct the dates, or write reference into date_basis and fill in reference_id.
-- severity: warning
-- needs: events(event_id, date_from, date_to, date_basis, part_of), event_reports(event_id, date_from, date_to)
WITH about AS (
    SELECT event_id, date_from, date_to FROM event_reports
    UNION ALL
    SELECT e.part_of, r.date_from, r.date_to FROM event_reports r JOIN events e ON e.event_id = r.event_id
    WHERE e.part_of IS NOT NULL
),
told AS (
    SELECT event_id, count(*) AS reports, count(date_from) AS beginnings, count(date_to) AS ends,
        min(date_from) AS first_day, max(date_to) AS last_day
    FROM about
    GROUP BY event_id
)
SELECT 'events' AS table_name, e._line AS line,
    CASE WHEN t.ends = t.reports AND e.date_to > t.last_day THEN 'date_to' ELSE 'date_from' END AS column_name,
    CASE WHEN t.ends = t.reports AND e.date_to > t.last_day
        THEN 'ends ' || cast(e.date_to AS varchar) || ', after its last report’s ' || cast(t.last_day AS varchar)
        ELSE 'begins ' || cast(e.date_from AS varchar) || ', before its first report’s ' || cast(t.first_day AS varchar)
    END AS message
FROM events e
JOIN told t ON t.event_id = e.event_id
WHERE e.date_basis = 'reported' AND (
    (t.ends = t.reports AND e.date_to > t.last_day) OR (t.beginnings = t.reports AND e.date_from < t.first_day)
)
