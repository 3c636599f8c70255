-- what: In events, the row that part_of names stands before the row that names it.
-- why: Readers and loaders can then take the file from top to bottom.
-- fix: Move the row behind the one that it refers to, or give it a later number.
-- needs: events(event_id, part_of)
SELECT 'events' AS table_name, t._line AS line, 'part_of' AS column_name,
    'names ' || p.event_id || ', which stands after it' AS message
FROM events t
JOIN events p ON p.event_id = t.part_of
WHERE p._line > t._line
