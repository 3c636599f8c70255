-- what: What a speaker says on one occasion must be one row for each line.
-- why: An utterance that is coded twice counts twice.
-- fix: Keep one row, with mode mixed if it is both quoted and paraphrased; give another occasion its own dates.
-- needs: statements(statement_id, source_id, line, locator, speaker_id, via_id, within_id, act, topic, date_from, date_to)
SELECT 'statements' AS table_name, t._line AS line, 'locator' AS column_name,
    'repeats the speaker, line and occasion of ' || e.statement_id AS message
FROM statements t
JOIN statements e ON e.source_id = t.source_id AND e.line = t.line AND e.speaker_id = t.speaker_id AND e._line < t._line
    AND coalesce(e.within_id, '') = coalesce(t.within_id, '') AND coalesce(e.via_id, '') = coalesce(t.via_id, '')
WHERE e.locator = t.locator
    OR (e.act = t.act AND e.topic = t.topic
        AND coalesce(cast(e.date_from AS varchar), '') = coalesce(cast(t.date_from AS varchar), '')
        AND coalesce(cast(e.date_to AS varchar), '') = coalesce(cast(t.date_to AS varchar), ''))
