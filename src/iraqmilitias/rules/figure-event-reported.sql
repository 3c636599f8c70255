-- what: The event of a figure must be reported in the figure’s article.
-- why: A figure cannot describe an event that its article does not tell.
-- fix: Name an event of the same article, or leave event_id empty.
-- needs: figures(source_id, event_id), event_reports(event_id, source_id)
-- whole: event_reports
SELECT 'figures' AS table_name, t._line AS line, 'event_id' AS column_name,
    t.event_id || ' is not reported in ' || t.source_id AS message
FROM figures t
WHERE t.event_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM event_reports r WHERE r.event_id = t.event_id AND r.source_id = t.source_id
)
