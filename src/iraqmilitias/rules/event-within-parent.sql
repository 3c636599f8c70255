-- what: An event must lie within the dates of the event that it is part of.
-- why: A part cannot begin before the whole or end after it.
-- fix: Correct the dates of one of them, or part_of.
-- needs: events(event_id, part_of, date_from, date_to)
SELECT 'events' AS table_name, c._line AS line,
    CASE WHEN c.date_from < p.date_from OR c.date_from > p.date_to THEN 'date_from' ELSE 'date_to' END AS column_name,
    'is outside the dates of ' || p.event_id || ', which it is part of' AS message
FROM events c
JOIN events p ON p.event_id = c.part_of
WHERE c.date_from < p.date_from OR c.date_to > p.date_to OR c.date_from > p.date_to OR c.date_to < p.date_from
