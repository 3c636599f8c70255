-- what: The words of a mention should not be the name or alias of another actor, place or facility than the one it refers to.
-- why: A mention that refers to the wrong record counts for the wrong side.
-- fix: Refer to the record with that name; if the line means the other one, put the words into its aliases.
-- severity: warning
-- needs: cells(name, alias, text, actor_id, place_id, facility_id)
WITH spelled AS (
    SELECT record_id, regexp_replace(lower(value), '[^a-z0-9]+', '', 'g') AS letters
    FROM cells
    WHERE column_name = 'name' AND table_name IN ('actors', 'places', 'facilities')
    UNION ALL
    SELECT r.value, regexp_replace(lower(a.value), '[^a-z0-9]+', '', 'g')
    FROM cells a
    JOIN cells r ON r.table_name = a.table_name AND r._line = a._line
        AND r.column_name IN ('actor_id', 'place_id', 'facility_id')
    WHERE a.column_name = 'alias'
),
mentioned AS (
    SELECT m._line, m.value AS text, regexp_replace(lower(m.value), '[^a-z0-9]+', '', 'g') AS letters,
        r.value AS record_id
    FROM cells m
    JOIN cells r ON r.table_name = m.table_name AND r._line = m._line
        AND r.column_name IN ('actor_id', 'place_id', 'facility_id')
    WHERE m.column_name = 'text'
)
SELECT 'mentions' AS table_name, m._line AS line, 'text' AS column_name,
    '‘' || m.text || '’ refers to ' || m.record_id || ', but is the name of ' || min(s.record_id) AS message
FROM mentioned m
JOIN spelled s ON s.letters = m.letters AND s.record_id <> m.record_id
    AND substring(s.record_id, 1, 3) = substring(m.record_id, 1, 3)
WHERE length(m.letters) > 2
    AND NOT EXISTS (SELECT 1 FROM spelled o WHERE o.record_id = m.record_id AND o.letters = m.letters)
GROUP BY m._line, m.text, m.record_id
