-- what: A report has each place and each facility in one role only.
-- why: One spot is where it happened, or whence or whither; two roles for it count it twice.
-- fix: Keep the role that the line gives it.
-- needs: participants(report_id, place_id, facility_id, role)
SELECT 'participants' AS table_name, t._line AS line, 'role' AS column_name,
    coalesce(t.place_id, t.facility_id) || ' is the ' || e.role || ' of ' || t.report_id || ' already' AS message
FROM participants t
JOIN participants e ON e.report_id = t.report_id AND e.role <> t.role AND e._line < t._line
    AND (e.place_id = t.place_id OR e.facility_id = t.facility_id)
