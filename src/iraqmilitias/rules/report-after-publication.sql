-- what: A report ends no later than its article’s last possible day of publication.
-- why: An article cannot tell what had not happened when it came out.
-- fix: Correct the report’s date_to, or the article’s date_to in sources.
-- needs: event_reports(source_id, date_from, date_to), sources(source_id, date_to)
SELECT 'event_reports' AS table_name, r._line AS line, CASE WHEN r.date_to > s.date_to THEN 'date_to' ELSE 'date_from' END AS column_name,
    'is dated after the article, which came out no later than ' || cast(s.date_to AS varchar) AS message
FROM event_reports r
JOIN sources s ON s.source_id = r.source_id
WHERE r.date_to > s.date_to OR r.date_from > s.date_to
