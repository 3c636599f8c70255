-- what: What replaces a retired id is another row of the same kind (of a conflict, a note too), or is itself retired; a merged row has a replacement.
-- why: A reader of an old citation must arrive somewhere.
-- fix: Correct replaced_by.
-- needs: retired(record_id, kind, replaced_by), sources(source_id), bibliography(reference_id), actors(actor_id), places(place_id), facilities(facility_id), affiliations(affiliation_id), aliases(alias_id), events(event_id), event_reports(report_id), participants(participant_id), statements(statement_id), figures(figure_id), mentions(mention_id), terms(term_id), conflicts(conflict_id), notes(note_id)
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
    UNION ALL SELECT note_id FROM notes
    UNION ALL SELECT record_id FROM retired
)
SELECT 'retired' AS table_name, t._line AS line, 'replaced_by' AS column_name,
    CASE WHEN t.replaced_by IS NULL THEN 'is missing, though ' || t.record_id || ' was merged'
        WHEN t.replaced_by = t.record_id THEN t.replaced_by || ' is the retired row itself'
        WHEN substring(t.replaced_by, 1, 3) <> substring(t.record_id, 1, 3) THEN t.replaced_by || ' is a row of another kind'
        ELSE t.replaced_by || ' is no row' END AS message
FROM retired t
WHERE (t.replaced_by IS NULL AND t.kind = 'merged')
    OR t.replaced_by = t.record_id
    OR (substring(t.replaced_by, 1, 3) <> substring(t.record_id, 1, 3)
        AND NOT (substring(t.record_id, 1, 4) = 'cnf-' AND substring(t.replaced_by, 1, 4) = 'not-'))
    OR t.replaced_by NOT IN (SELECT id FROM known WHERE id IS NOT NULL)
