-- what: A speaker must not be the relay or the addressee of the same statement.
-- why: A relay passes on the words of somebody else.
-- fix: Correct speaker_id, via_id or addressee_id.
-- needs: statements(speaker_id, via_id, addressee_id)
SELECT 'statements' AS table_name, t._line AS line, 'speaker_id' AS column_name,
    'is also ' || CASE WHEN t.via_id = t.speaker_id THEN 'the relay' ELSE 'the addressee' END AS message
FROM statements t
WHERE t.via_id = t.speaker_id OR t.addressee_id = t.speaker_id
