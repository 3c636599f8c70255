-- what: No two participants of a report may be the same in the same role.
-- why: The same actor twice in one role counts twice.
-- fix: Remove one of the two rows.
-- needs: participants(participant_id, report_id, actor_id, place_id, facility_id, role)
WITH repeated AS (
    SELECT report_id, role, min(_line) AS first FROM participants GROUP BY report_id, role HAVING count(*) > 1
), few AS (
    SELECT p._line, p.participant_id, p.report_id, r.first, coalesce(p.actor_id, p.place_id, p.facility_id) AS referent
    FROM participants p
    JOIN repeated r ON r.report_id = p.report_id AND r.role = p.role
)
SELECT 'participants' AS table_name, t._line AS line, 'role' AS column_name,
    'repeats ' || e.participant_id || ' of ' || t.report_id AS message
FROM few t
JOIN few e ON e.first = t.first AND e.referent = t.referent AND e._line < t._line
