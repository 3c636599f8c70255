-- what: A report must not say that nobody was killed or hurt and have a victim who was.
-- why: One line in one voice cannot say both.
-- fix: Empty no_deaths or no_injuries, or correct the victim's harm.
-- needs: event_reports(report_id, no_deaths, no_injuries), participants(report_id, harm)
SELECT 'event_reports' AS table_name, r._line AS line,
    CASE p.harm WHEN 'killed' THEN 'no_deaths' ELSE 'no_injuries' END AS column_name,
    'is true, but a victim of ' || r.report_id || ' was ' || p.harm AS message
FROM event_reports r
JOIN (SELECT DISTINCT q.report_id, q.harm FROM participants q) p ON p.report_id = r.report_id
WHERE (r.no_deaths AND p.harm = 'killed') OR (r.no_injuries AND p.harm = 'injured')
