-- what: A surface form is coded once per line and referent.
-- why: A form coded twice counts twice.
-- fix: Raise times instead.
-- needs: mentions(mention_id, source_id, line, text, actor_id, place_id, facility_id)
SELECT 'mentions' AS table_name, t._line AS line, 'text' AS column_name,
    'the same form and referent as ' || e.mention_id AS message
FROM mentions t
JOIN mentions e ON e.source_id = t.source_id AND e.line = t.line AND e.text = t.text AND e._line < t._line
    AND coalesce(e.actor_id, e.place_id, e.facility_id) = coalesce(t.actor_id, t.place_id, t.facility_id)
