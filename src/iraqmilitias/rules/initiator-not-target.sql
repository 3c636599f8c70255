-- what: An actor must not be both initiator and target or victim of one report.
-- why: Nobody attacks himself, so one of the roles is wrong.
-- fix: Correct one of the roles.
-- needs: participants(report_id, actor_id, role)
SELECT 'participants' AS table_name, t._line AS line, 'role' AS column_name,
    t.actor_id || ' is also the initiator of ' || t.report_id AS message
FROM participants t
JOIN participants i ON i.report_id = t.report_id AND i.actor_id = t.actor_id AND i.role = 'initiator'
WHERE t.role IN ('target', 'victim')
