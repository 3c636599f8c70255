-- what: A retired id has no row any more.
-- why: An id that went must not come back: old citations would lead elsewhere.
-- fix: Give the new row a new id.
-- needs: retired(record_id), sources(source_id), bibliography(reference_id), actors(actor_id), places(place_id), facilities(facility_id), affiliations(affiliation_id), aliases(alias_id), events(event_id), event_reports(report_id), participants(participant_id), statements(statement_id), figures(figure_id), mentions(mention_id), terms(term_id), conflicts(conflict_id)
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
    UNION ALL SELECT conflict_id FROM conflicts
)
SELECT 'retired' AS table_name, t._line AS line, 'record_id' AS column_name, t.record_id || ' still has a row' AS message
FROM retired t
WHERE t.record_id IN (SELECT id FROM known)
