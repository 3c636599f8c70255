-- what: The facility of an event must be in one of its reports, or the event must have a reference.
-- why: A facility that no report names is known from elsewhere, and then that reference must be named.
-- fix: Add the facility to a report’s participants, fill in reference_id, or empty facility_id.
-- needs: events(event_id, facility_id, reference_id), event_reports(report_id, event_id), participants(report_id, facility_id)
-- whole: event_reports, participants
SELECT 'events' AS table_name, e._line AS line, 'facility_id' AS column_name,
    'no report of ' || e.event_id || ' has ' || e.facility_id AS message
FROM events e
WHERE e.facility_id IS NOT NULL AND e.reference_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM event_reports r
    JOIN participants p ON p.report_id = r.report_id
    WHERE r.event_id = e.event_id AND p.facility_id = e.facility_id
)
