-- what: An inferred speaker must have a reference, and must not be the speaker that the line names.
-- why: Nobody is identified without a published reference.
-- fix: Fill in reference_id, or leave inferred_speaker_id empty.
-- needs: statements(speaker_id, reference_id, inferred_speaker_id)
SELECT 'statements' AS table_name, t._line AS line, 'inferred_speaker_id' AS column_name,
    CASE WHEN t.reference_id IS NULL THEN 'is filled in, but reference_id is not' ELSE 'is speaker_id too' END AS message
FROM statements t
WHERE t.inferred_speaker_id IS NOT NULL AND (t.reference_id IS NULL OR t.inferred_speaker_id = t.speaker_id)
