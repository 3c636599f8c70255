-- what: A sentence of our own should not be used for two events, reports of two events, or statements of two lines.
-- why: Two rows that say the same are one, or one of them was copied and not changed.
-- fix: Say what this row’s line says; remove the row if it is the other one again.
-- severity: warning
-- needs: events(description), event_reports(event_id, summary), statements(source_id, line, paraphrase)
WITH said AS (
    SELECT 'events' AS table_name, 'description' AS column_name, description AS words, '' AS subject, _line FROM events
    UNION ALL SELECT 'event_reports', 'summary', summary, event_id, _line FROM event_reports
    UNION ALL SELECT 'statements', 'paraphrase', paraphrase, source_id || ' ' || cast(line AS varchar), _line FROM statements
)
SELECT s.table_name, s._line AS line, s.column_name, 'says the same as line ' || cast(min(o._line) AS varchar) AS message
FROM said s
JOIN said o ON o.table_name = s.table_name AND o._line < s._line AND lower(o.words) = lower(s.words)
WHERE s.table_name = 'events' OR o.subject <> s.subject
GROUP BY s.table_name, s._line, s.column_name
