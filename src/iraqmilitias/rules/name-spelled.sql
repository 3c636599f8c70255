-- what: An actor, place or facility must not have the name or alias of another one in another spelling.
-- why: If one actor has two rows, each search, count and link shows only half.
-- fix: Refer to the record that is there and put the spelling into aliases; if they are two, add to the name what tells them apart.
-- needs: actors(actor_id, name), places(place_id, name), facilities(facility_id, name), aliases(alias, actor_id, place_id, facility_id)
WITH named AS (
    SELECT 'actors' AS table_name, actor_id AS record_id, name, _line FROM actors
    UNION ALL SELECT 'places', place_id, name, _line FROM places
    UNION ALL SELECT 'facilities', facility_id, name, _line FROM facilities
),
spelled AS (
    SELECT record_id, lower(name) AS spelling, _line FROM named
    UNION ALL SELECT coalesce(actor_id, place_id, facility_id), alias, 0 FROM aliases
)
SELECT n.table_name, n._line AS line, 'name' AS column_name,
    n.name || ' is another spelling of ' || min(s.record_id) AS message
FROM named n
JOIN spelled s ON regexp_replace(lower(s.spelling), '[^a-z0-9]+', '', 'g') = regexp_replace(lower(n.name), '[^a-z0-9]+', '', 'g')
    AND substring(s.record_id, 1, 3) = substring(n.record_id, 1, 3)
WHERE s.record_id <> n.record_id AND s._line < n._line AND s.spelling <> lower(n.name)
    AND length(regexp_replace(n.name, '[^A-Za-z0-9]+', '', 'g')) > 2
GROUP BY n.table_name, n._line, n.name
