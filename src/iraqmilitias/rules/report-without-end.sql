-- what: A report has a last day.
-- why: Whatever a line reports has happened by its article’s last possible day; an empty bound would allow the future.
-- fix: Write the article’s last possible day into date_to where the line gives none.
-- needs: event_reports(date_to)
SELECT 'event_reports' AS table_name, t._line AS line, 'date_to' AS column_name,
    'has no last day' AS message
FROM event_reports t
WHERE t.date_to IS NULL
