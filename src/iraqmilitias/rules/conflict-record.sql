-- what: A conflict names real rows, and two different ones.
-- why: A conflict about a row that is not there warns nobody.
-- fix: Correct record_id or other_id.
-- needs: conflicts(record_id, other_id), sources(source_id), bibliography(reference_id), actors(actor_id), places(place_id), facilities(facility_id), affiliations(affiliation_id), aliases(alias_id), events(event_id), event_reports(report_id), participants(participant_id), statements(statement_id), figures(figure_id), mentions(mention_id), terms(term_id)
WITH known AS (
    SELECT source_id AS id FROM sources
    UNION ALL SELECT reference_id FROM bibliography
    UNION ALL SELECT actor_id FROM actors
    UNION ALL SELECT place_id FROM places
    UNION ALL SELECT facility_id FROM facilities
    UNION ALL SELECT affiliation_id FROM affiliations
    UNION ALL SELECT alias_id FROM aliases
    UNION ALL SELECT event_id FROM events
    UNION ALL SELECT report_id FROM event_reports
    UNION ALL SELECT participant_id FROM participants
    UNION ALL SELECT statement_id FROM statements
    UNION ALL SELECT figure_id FROM figures
    UNION ALL SELECT mention_id FROM mentions
    UNION ALL SELECT term_id FROM terms
)
SELECT 'conflicts' AS table_name, t._line AS line, 'record_id' AS column_name, t.record_id || ' is no row' AS message
FROM conflicts t
WHERE t.record_id NOT IN (SELECT id FROM known WHERE id IS NOT NULL)
UNION ALL
SELECT 'conflicts', t._line, 'other_id', t.other_id || ' is no row'
FROM conflicts t
WHERE t.other_id NOT IN (SELECT id FROM known WHERE id IS NOT NULL)
UNION ALL
SELECT 'conflicts', t._line, 'other_id', t.other_id || ' is the row itself'
FROM conflicts t
WHERE t.other_id = t.record_id
