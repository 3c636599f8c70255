-- what: Every line that is not blank is cited by a claim, a mention or a waiver.
-- why: Nothing is silently left.
-- fix: Code what the line holds, or waive it with a reason.
-- needs: lines(source_id, line, role), figures(source_id, line), statements(source_id, line), event_reports(source_id, line), affiliations(source_id, line), mentions(source_id, line), waivers(source_id, line)
WITH cited AS (
    SELECT source_id, line FROM figures
    UNION ALL SELECT source_id, line FROM statements
    UNION ALL SELECT source_id, line FROM event_reports
    UNION ALL SELECT source_id, line FROM affiliations
    UNION ALL SELECT source_id, line FROM mentions
    UNION ALL SELECT source_id, line FROM waivers
)
SELECT 'lines' AS table_name, t._line AS line, 'line' AS column_name,
    'nothing in ' || t.source_id || ' line ' || cast(t.line AS varchar) || ' is coded or waived' AS message
FROM lines t
WHERE t.role <> 'blank' AND NOT EXISTS (SELECT 1 FROM cited c WHERE c.source_id = t.source_id AND c.line = t.line)
