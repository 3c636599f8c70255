-- what: An inferred speaker rests on a reference and is not the speaker that the line names.
-- why: Nobody is identified without a published reference.
-- fix: Give reference_id, or leave inferred_speaker_id empty.
-- needs: statements(speaker_id, reference_id, inferred_speaker_id)
SELECT 'statements' AS table_name, t._line AS line, 'inferred_speaker_id' AS column_name,
    CASE WHEN t.reference_id IS NULL THEN 'is inferred without a reference' ELSE 'is the speaker that the line names' END AS message
FROM statements t
WHERE t.inferred_speaker_id IS NOT NULL AND (t.reference_id IS NULL OR t.inferred_speaker_id = t.speaker_id)
