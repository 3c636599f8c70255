-- what: continues_id must be a statement by the same speaker on an earlier line of the same article.
-- why: One utterance has one speaker and runs forward.
-- fix: Name the beginning of the same utterance, or leave continues_id empty.
-- needs: statements(statement_id, source_id, line, speaker_id, continues_id)
SELECT 'statements' AS table_name, t._line AS line, 'continues_id' AS column_name,
    'continues ' || o.statement_id || CASE WHEN o.speaker_id <> t.speaker_id THEN ', which has another speaker'
        ELSE ', which is not on an earlier line of the same article' END AS message
FROM statements t
JOIN statements o ON o.statement_id = t.continues_id
WHERE o.source_id <> t.source_id OR o.line >= t.line OR o.speaker_id <> t.speaker_id
