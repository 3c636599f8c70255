-- what: Rows of event_reports stand in the order of their numbers.
-- why: A fixed order keeps changes small and readable.
-- fix: Move the row to its place.
-- needs: event_reports(report_id)
WITH placed AS (
    SELECT _line, report_id AS id, lag(report_id) OVER (ORDER BY _line) AS before FROM event_reports
)
SELECT 'event_reports' AS table_name, p._line AS line, 'report_id' AS column_name,
    'stands after ' || p.before AS message
FROM placed p
WHERE length(p.before) > length(p.id) OR (length(p.before) = length(p.id) AND p.before > p.id)
