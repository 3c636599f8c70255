-- what: An actor whose camp differs from its parent's must have a note of kind camp.
-- why: Who is counted on another side than the body it belongs to must not surprise readers.
-- fix: Add a row to notes with the reason.
-- needs: actors(actor_id, camp, parent_id), notes(record_id, kind)
SELECT 'actors' AS table_name, a._line AS line, 'camp' AS column_name,
    'is ' || a.camp || ', but that of ' || p.actor_id || ', its parent, is ' || p.camp || '; no note says why' AS message
FROM actors a
JOIN actors p ON p.actor_id = a.parent_id
WHERE a.camp <> p.camp
    AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.record_id = a.actor_id AND n.kind = 'camp')
