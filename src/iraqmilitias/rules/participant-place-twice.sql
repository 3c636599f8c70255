-- what: A report must have each place and facility in one role only.
-- why: A place that has two roles counts twice.
-- fix: Keep the role that the line gives it.
-- needs: participants(report_id, place_id, facility_id, role)
WITH placed AS (
    SELECT _line, report_id, role, coalesce(place_id, facility_id) AS place
    FROM participants
    WHERE place_id IS NOT NULL OR facility_id IS NOT NULL
)
SELECT 'participants' AS table_name, t._line AS line, 'role' AS column_name,
    t.place || ' is also the ' || e.role || ' of ' || t.report_id AS message
FROM placed t
JOIN placed e ON e.report_id = t.report_id AND e.place = t.place AND e.role <> t.role AND e._line < t._line
