-- what: Two reports of one event whose initiators exclude one another have a row in conflicts.
-- why: Two accounts that lay one happening to different actors cannot both be right; an actor goes with those it belongs to.
-- fix: Add the conflict with both reports, or correct a participant.
-- needs: event_reports(report_id, event_id), participants(report_id, actor_id, role), actors(actor_id, parent_id), conflicts(conflict_id, record_id, other_id)
WITH RECURSIVE kin AS (
    SELECT actor_id, actor_id AS relative_id FROM actors
    UNION
    SELECT k.actor_id, a.parent_id FROM kin k JOIN actors a ON a.actor_id = k.relative_id WHERE a.parent_id IS NOT NULL
),
initiators AS (
    SELECT DISTINCT report_id, actor_id FROM participants WHERE role = 'initiator' AND actor_id IS NOT NULL
),
acted AS (
    SELECT r.report_id, r.event_id, r._line FROM event_reports r
    WHERE EXISTS (SELECT 1 FROM initiators i WHERE i.report_id = r.report_id)
),
related AS (
    SELECT DISTINCT i.report_id, j.report_id AS other_id
    FROM initiators i
    JOIN kin k ON k.actor_id = i.actor_id OR k.relative_id = i.actor_id
    JOIN initiators j ON (k.actor_id = i.actor_id AND j.actor_id = k.relative_id)
        OR (k.relative_id = i.actor_id AND j.actor_id = k.actor_id)
)
SELECT 'event_reports' AS table_name, y._line AS line, 'event_id' AS column_name,
    'has other initiators than ' || x.report_id || ', and no conflict says so' AS message
FROM acted x
JOIN acted y ON y.event_id = x.event_id AND y._line > x._line
WHERE NOT EXISTS (SELECT 1 FROM related k WHERE k.report_id = x.report_id AND k.other_id = y.report_id)
    AND NOT EXISTS (
        SELECT 1 FROM conflicts c
        WHERE (c.record_id IN (x.report_id, x.event_id) AND c.other_id IN (y.report_id, y.event_id))
            OR (c.other_id IN (x.report_id, x.event_id) AND c.record_id IN (y.report_id, y.event_id))
    )
