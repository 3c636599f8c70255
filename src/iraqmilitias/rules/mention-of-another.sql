-- what: The words of a mention should not be the name or alias of another actor, place or facility than the one it refers to.
-- why: A mention that refers to the wrong record counts for the wrong side.
-- fix: Refer to the record with that name; if the line means the other one, put the words into its aliases.
-- severity: warning
-- needs: mentions(text, actor_id, place_id, facility_id), actors(actor_id, name), places(place_id, name), facilities(facility_id, name), aliases(alias, actor_id, place_id, facility_id)
WITH spelled AS (
    SELECT actor_id AS record_id, name AS spelling FROM actors
    UNION ALL SELECT place_id, name FROM places
    UNION ALL SELECT facility_id, name FROM facilities
    UNION ALL SELECT coalesce(actor_id, place_id, facility_id), alias FROM aliases
),
folded AS (
    SELECT record_id, regexp_replace(lower(spelling), '[^a-z0-9]+', '', 'g') AS letters FROM spelled
),
mentioned AS (
    SELECT _line, text, regexp_replace(lower(text), '[^a-z0-9]+', '', 'g') AS letters,
        coalesce(actor_id, place_id, facility_id) AS record_id
    FROM mentions
)
SELECT 'mentions' AS table_name, m._line AS line, 'text' AS column_name,
    '‘' || m.text || '’ refers to ' || m.record_id || ', but is the name of ' || min(s.record_id) AS message
FROM mentioned m
JOIN folded s ON s.letters = m.letters AND substring(s.record_id, 1, 3) = substring(m.record_id, 1, 3)
WHERE length(m.letters) > 2
    AND NOT EXISTS (SELECT 1 FROM folded o WHERE o.record_id = m.record_id AND o.letters = m.letters)
GROUP BY m._line, m.text, m.record_id
