-- what: A form of a name must be coded once for each line and each actor, place or facility.
-- why: A form that is coded twice counts twice.
-- fix: Remove one of the two rows and raise times of the other.
-- needs: mentions(mention_id, source_id, line, text, actor_id, place_id, facility_id)
WITH repeated AS (
    SELECT source_id, line, text, min(_line) AS first
    FROM mentions
    GROUP BY source_id, line, text
    HAVING count(*) > 1
), few AS (
    SELECT m._line, m.mention_id, r.first, coalesce(m.actor_id, m.place_id, m.facility_id) AS referent
    FROM mentions m
    JOIN repeated r ON r.source_id = m.source_id AND r.line = m.line AND r.text = m.text
)
SELECT 'mentions' AS table_name, t._line AS line, 'text' AS column_name,
    'repeats the line, form and target of ' || e.mention_id AS message
FROM few t
JOIN few e ON e.first = t.first AND e.referent = t.referent AND e._line < t._line
