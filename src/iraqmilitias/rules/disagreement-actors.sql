-- what: Two reports of one event with unrelated initiators must have a row in conflicts.
-- why: Two lines that blame different actors for one event cannot both be right. An actor and the body that it is part of are related, and so are two names that an article uses as one.
-- fix: Add the conflict with both reports, or with one report and the event.
-- needs: event_reports(report_id, event_id), participants(report_id, actor_id, role, certainty), actors(actor_id, parent_id), affiliations(actor_id, organisation_id, relation), all_pairs(record_id, other_id)
-- whole: all_pairs
WITH RECURSIVE same AS (
    SELECT actor_id, actor_id AS relative_id FROM actors
    UNION ALL SELECT actor_id, organisation_id FROM affiliations WHERE relation = 'equated_with'
    UNION ALL SELECT organisation_id, actor_id FROM affiliations WHERE relation = 'equated_with'
),
kin AS (
    SELECT actor_id, relative_id FROM same
    UNION
    SELECT k.actor_id, a.parent_id FROM kin k JOIN actors a ON a.actor_id = k.relative_id WHERE a.parent_id IS NOT NULL
),
initiators AS (
    SELECT report_id, actor_id FROM participants
    WHERE role = 'initiator' AND actor_id IS NOT NULL AND coalesce(certainty, 'asserted') <> 'denied'
),
told AS (
    SELECT r.event_id, r.report_id, i.actor_id FROM event_reports r JOIN initiators i ON i.report_id = r.report_id
),
related AS (
    SELECT i.report_id AS one_id, j.report_id AS other_id
    FROM told i
    JOIN kin k ON k.actor_id = i.actor_id
    JOIN told j ON j.actor_id = k.relative_id AND j.event_id = i.event_id
)
SELECT 'event_reports' AS table_name, y._line AS line, 'report_id' AS column_name,
    'has other initiators than ' || x.report_id || ', and no row in conflicts says so' AS message
FROM event_reports x
JOIN event_reports y ON y.event_id = x.event_id AND y._line > x._line
WHERE EXISTS (SELECT 1 FROM initiators i WHERE i.report_id = x.report_id)
    AND EXISTS (SELECT 1 FROM initiators i WHERE i.report_id = y.report_id)
    AND NOT EXISTS (SELECT 1 FROM related r WHERE r.one_id = x.report_id AND r.other_id = y.report_id)
    AND NOT EXISTS (SELECT 1 FROM related r WHERE r.one_id = y.report_id AND r.other_id = x.report_id)
    AND NOT EXISTS (SELECT 1 FROM all_pairs s WHERE s.one_id = x.report_id AND s.other_id IN (y.report_id, y.event_id))
    AND NOT EXISTS (SELECT 1 FROM all_pairs s WHERE s.one_id = x.event_id AND s.other_id IN (y.report_id, y.event_id))
