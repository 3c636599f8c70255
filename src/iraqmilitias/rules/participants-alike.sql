-- what: No two participants of a report are alike.
-- why: The same actor in the same role twice counts twice.
-- fix: Remove one of them.
-- needs: participants(participant_id, report_id, actor_id, place_id, facility_id, role)
SELECT 'participants' AS table_name, t._line AS line, 'role' AS column_name,
    'the same participant of ' || t.report_id || ' as ' || e.participant_id AS message
FROM participants t
JOIN participants e ON e.report_id = t.report_id AND e.role = t.role AND e._line < t._line
    AND coalesce(e.actor_id, e.place_id, e.facility_id) = coalesce(t.actor_id, t.place_id, t.facility_id)
