-- what: An actor, place or facility must not have the name or alias of another one in another spelling.
-- why: Who is there twice is found, counted and linked by halves.
-- fix: Refer to the record that is there and put the spelling into aliases; if they are two, add to the name what tells them apart.
-- needs: cells(name, alias, actor_id, place_id, facility_id)
WITH named AS (
    SELECT table_name, record_id, value AS name, _line, regexp_replace(lower(value), '[^a-z0-9]+', '', 'g') AS letters
    FROM cells
    WHERE column_name = 'name' AND table_name IN ('actors', 'places', 'facilities')
),
spelled AS (
    SELECT record_id, lower(name) AS spelling, letters, _line FROM named
    UNION ALL
    SELECT r.value, a.value, regexp_replace(lower(a.value), '[^a-z0-9]+', '', 'g'), 0
    FROM cells a
    JOIN cells r ON r.table_name = a.table_name AND r._line = a._line
        AND r.column_name IN ('actor_id', 'place_id', 'facility_id')
    WHERE a.column_name = 'alias'
)
SELECT n.table_name, n._line AS line, 'name' AS column_name,
    n.name || ' is another spelling of ' || min(s.record_id) AS message
FROM named n
JOIN spelled s ON s.letters = n.letters AND s.record_id <> n.record_id AND s._line < n._line
    AND substring(s.record_id, 1, 3) = substring(n.record_id, 1, 3) AND s.spelling <> lower(n.name)
WHERE length(n.letters) > 2
GROUP BY n.table_name, n._line, n.name
