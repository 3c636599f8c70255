-- what: An event should not repeat an earlier one: of the same kind, at the same time, in the same place or with the same participant.
-- why: An event with two rows counts twice, and its reports are never compared.
-- fix: If they are one, let the reports refer to the first and take this row out; if not, add a row to notes about one of them, with the other’s id in its text.
-- severity: warning
-- needs: events(event_id, name, event_type, date_from, date_to, part_of, place_id, facility_id), event_reports(report_id, event_id), participants(report_id, actor_id, place_id, facility_id, role), notes(record_id, note)
WITH dated AS (
    SELECT event_id, name, date_from, date_to, part_of, _line,
        CASE WHEN event_type IN ('rocket-attack', 'drone-attack', 'missile-attack', 'armed-attack') THEN 'attack'
            ELSE event_type END AS happening,
        year(date_from) * 12 + month(date_from) AS first_month, year(date_to) * 12 + month(date_to) AS last_month
    FROM events
    WHERE year(date_to) * 12 + month(date_to) - year(date_from) * 12 - month(date_from) <= 1
),
took_part AS (
    SELECT r.event_id, p.role, coalesce(p.actor_id, p.place_id, p.facility_id) AS who
    FROM participants p
    JOIN event_reports r ON r.report_id = p.report_id
    WHERE p.role IN ('initiator', 'target', 'victim', 'host', 'location')
    UNION ALL SELECT event_id, 'place_id', place_id FROM events
    UNION ALL SELECT event_id, 'facility_id', facility_id FROM events
),
-- Events at the same time share the first or the last month of each, which is quicker to look up than days.
by_month AS (
    SELECT d.event_id, d.happening, d.first_month AS in_month, w.role, w.who
    FROM dated d JOIN took_part w ON w.event_id = d.event_id
    UNION
    SELECT d.event_id, d.happening, d.last_month, w.role, w.who
    FROM dated d JOIN took_part w ON w.event_id = d.event_id
),
pairs AS (
    SELECT DISTINCT o.event_id AS earlier_id, n.event_id AS later_id
    FROM by_month o
    JOIN by_month n ON n.in_month = o.in_month AND n.happening = o.happening AND n.role = o.role AND n.who = o.who
    WHERE n.event_id <> o.event_id
)
SELECT 'events' AS table_name, n._line AS line, 'name' AS column_name,
    '‘' || n.name || '’ (' || cast(n.date_from AS varchar) || ' to ' || cast(n.date_to AS varchar) || ') may be '
    || o.event_id || ' ‘' || o.name || '’ (' || cast(o.date_from AS varchar) || ' to ' || cast(o.date_to AS varchar)
    || ')' AS message
FROM pairs p
JOIN dated n ON n.event_id = p.later_id
JOIN dated o ON o.event_id = p.earlier_id
WHERE o._line < n._line AND o.date_from <= n.date_to AND n.date_from <= o.date_to
    AND coalesce(n.part_of, '') <> o.event_id AND coalesce(o.part_of, '') <> n.event_id
    AND NOT EXISTS (SELECT 1 FROM notes t WHERE t.record_id = n.event_id AND strpos(t.note, o.event_id) > 0)
    AND NOT EXISTS (SELECT 1 FROM notes t WHERE t.record_id = o.event_id AND strpos(t.note, n.event_id) > 0)
