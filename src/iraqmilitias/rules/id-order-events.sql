-- what: Rows of events stand in the order of their numbers.
-- why: A fixed order keeps changes small and readable.
-- fix: Move the row to its place.
-- needs: events(event_id)
WITH placed AS (
    SELECT _line, event_id AS id, lag(event_id) OVER (ORDER BY _line) AS before FROM events
)
SELECT 'events' AS table_name, p._line AS line, 'event_id' AS column_name,
    'stands after ' || p.before AS message
FROM placed p
WHERE length(p.before) > length(p.id) OR (length(p.before) = length(p.id) AND p.before > p.id)
