-- what: The name of an actor, place or facility should not sound like that of another one, or be its acronym.
-- why: Arabic and Persian names are written in many ways; two records may be one.
-- fix: If they are one, refer to the record that is there and put the spelling into aliases; if not, add a note on one of them that names the other’s id.
-- severity: warning
-- needs: cells(name, note, record_id)
WITH named AS (
    SELECT table_name, record_id, value AS name, _line, regexp_replace(lower(value), '[^a-z0-9]+', '', 'g') AS letters,
        regexp_replace(value, '[^A-Z]+', '', 'g') AS capitals,
        regexp_replace(lower(value), '[^a-z ]+', '', 'g') AS words
    FROM cells
    WHERE column_name = 'name' AND table_name IN ('actors', 'places', 'facilities')
),
heard AS (
    SELECT table_name, record_id, name, _line, letters, capitals, regexp_replace(
        regexp_replace(
            regexp_replace(words, '\b(al|el|ul|the|of|and|in|bin|ibn|abu)\b', '', 'g'), 'gh|kh|g|k|c', 'q', 'g'
        ), '[aeiouyhw ]+', '', 'g'
    ) AS consonants
    FROM named
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
        SELECT 1 FROM cells t
        JOIN cells r ON r.table_name = t.table_name AND r._line = t._line AND r.column_name = 'record_id'
        WHERE t.column_name = 'note' AND (
            (r.value = n.record_id AND strpos(t.value, o.record_id) > 0)
            OR (r.value = o.record_id AND strpos(t.value, n.record_id) > 0)
        )
    )
GROUP BY n.table_name, n._line, n.name
