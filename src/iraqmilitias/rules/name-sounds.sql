-- what: The name of an actor, place or facility should not sound like that of another one, or be its acronym.
-- why: Arabic and Persian names are written in many ways; two records may be one.
-- fix: If they are one, refer to the record that is there and put the spelling into aliases; if not, add a row to notes about one of them, with the other’s id in its text.
-- severity: warning
-- needs: actors(actor_id, name), places(place_id, name), facilities(facility_id, name), notes(record_id, note)
WITH named AS (
    SELECT 'actors' AS table_name, actor_id AS record_id, name, _line FROM actors
    UNION ALL SELECT 'places', place_id, name, _line FROM places
    UNION ALL SELECT 'facilities', facility_id, name, _line FROM facilities
),
heard AS (
    SELECT table_name, record_id, name, _line, regexp_replace(lower(name), '[^a-z0-9]+', '', 'g') AS letters,
        regexp_replace(name, '[^A-Z]+', '', 'g') AS capitals,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(lower(name), '[^a-z0-9 ]+', '', 'g'), '\b(al|el|ul|the|of|and|in|bin|ibn|abu)\b', '', 'g'
                ), 'gh|kh|g|k|c', 'q', 'g'
            ), '[aeiouyhw ]+', '', 'g'
        ) AS consonants
    FROM named
    WHERE NOT regexp_matches(lower(name), '\b(north|south|east|west)')  -- western and southern have the same consonants
)
SELECT n.table_name, n._line AS line, 'name' AS column_name,
    n.name || ' may be ' || min(o.record_id || ', ' || o.name) AS message
FROM heard n
JOIN heard o ON o.table_name = n.table_name AND o._line < n._line AND o.letters <> n.letters
WHERE (
        (o.consonants = n.consonants AND length(n.consonants) > 3)
        OR (length(n.capitals) > 2 AND o.capitals = n.capitals AND (o.capitals = o.name OR n.capitals = n.name))
    )
    AND NOT EXISTS (
        SELECT 1 FROM notes t
        WHERE (t.record_id = n.record_id AND strpos(t.note, o.record_id) > 0)
            OR (t.record_id = o.record_id AND strpos(t.note, n.record_id) > 0)
    )
GROUP BY n.table_name, n._line, n.name
