-- what: A participant known from a reference only must have a note with that reference.
-- why: The line does not name it, so readers must be told what does.
-- fix: Add a row to notes about the participant or its report, with the reference.
-- needs: participants(participant_id, report_id, basis), notes(record_id, reference_id)
-- whole: notes
SELECT 'participants' AS table_name, p._line AS line, 'basis' AS column_name,
    'is reference, but no note with a reference is about ' || p.participant_id || ' or ' || p.report_id AS message
FROM participants p
WHERE p.basis = 'reference'
    AND NOT EXISTS (
        SELECT 1 FROM notes n
        WHERE n.record_id IN (p.participant_id, p.report_id) AND n.reference_id IS NOT NULL
    )
