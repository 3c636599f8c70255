-- what: A speaker does not relay or address himself.
-- why: A relay is somebody else.
-- fix: Correct via_id or addressee_id.
-- needs: statements(speaker_id, via_id, addressee_id)
SELECT 'statements' AS table_name, t._line AS line, 'speaker_id' AS column_name,
    'is also ' || CASE WHEN t.via_id = t.speaker_id THEN 'the relay' ELSE 'the addressee' END AS message
FROM statements t
WHERE t.via_id = t.speaker_id OR t.addressee_id = t.speaker_id
