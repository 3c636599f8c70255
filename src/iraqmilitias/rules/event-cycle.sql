-- what: No event is, through others, a part of itself.
-- why: A chain of events must end.
-- fix: Correct part_of of one of them.
-- needs: events(event_id, part_of)
WITH RECURSIVE up AS (
    SELECT event_id AS start_id, part_of AS next_id FROM events WHERE part_of IS NOT NULL
    UNION
    SELECT u.start_id, p.part_of FROM up u JOIN events p ON p.event_id = u.next_id WHERE p.part_of IS NOT NULL
)
SELECT 'events' AS table_name, t._line AS line, 'part_of' AS column_name,
    'leads back to ' || t.event_id || ' itself' AS message
FROM events t
JOIN up u ON u.start_id = t.event_id AND u.next_id = t.event_id
