-- what: An article should report at least one event.
-- why: What happened is what most readers look for; an article that is merged without it looks as if nothing had.
-- fix: Code its events and their reports; if it tells of none, say so in the source’s note.
-- severity: warning
-- needs: sources(source_id, note), event_reports(source_id)
-- whole: event_reports
SELECT 'sources' AS table_name, s._line AS line, 'source_id' AS column_name,
    s.source_id || ' has no event report' AS message
FROM sources s
WHERE s.note IS NULL AND NOT EXISTS (SELECT 1 FROM event_reports r WHERE r.source_id = s.source_id)
