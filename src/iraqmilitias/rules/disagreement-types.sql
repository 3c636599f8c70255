-- what: Two reports of one event whose types exclude each other must have a row in conflicts.
-- why: Disagreement is data; readers must be told.
-- fix: Add the conflict with both reports, or with one report and the event.
-- needs: event_reports(report_id, event_id, event_type), all_pairs(record_id, other_id)
-- whole: all_pairs
WITH fitting AS (
    SELECT * FROM (VALUES
        ('abuse', 'armed-attack'), ('airstrike', 'armed-attack'), ('armed-attack', 'assassination'),
        ('armed-attack', 'assassination-attempt'), ('armed-attack', 'crackdown'), ('armed-attack', 'drone-attack'),
        ('armed-attack', 'missile-attack'), ('armed-attack', 'rocket-attack'), ('armed-attack', 'shootdown'),
        ('airstrike', 'military-operation'), ('deployment', 'military-operation'),
        ('invasion', 'military-operation'), ('airstrike', 'assassination'), ('assassination', 'drone-attack'),
        ('assassination', 'missile-attack'), ('assassination', 'rocket-attack'),
        ('airstrike', 'assassination-attempt'), ('assassination-attempt', 'drone-attack'),
        ('assassination-attempt', 'missile-attack'), ('assassination-attempt', 'rocket-attack'),
        ('airstrike', 'drone-attack'), ('airstrike', 'missile-attack'), ('abuse', 'crackdown'),
        ('deployment', 'mobilisation'), ('deployment', 'policy-decision'), ('policy-decision', 'sanction'),
        ('policy-decision', 'withdrawal'), ('negotiation', 'visit')
    ) AS v(one, two)
)
SELECT 'event_reports' AS table_name, y._line AS line, 'event_type' AS column_name,
    y.event_type || ' excludes ' || x.event_type || ' of ' || x.report_id || ', and no row in conflicts says so' AS message
FROM event_reports x
JOIN event_reports y ON y.event_id = x.event_id AND y._line > x._line
WHERE x.event_type <> y.event_type AND x.event_type <> 'other' AND y.event_type <> 'other'
    AND NOT EXISTS (
        SELECT 1 FROM fitting f
        WHERE (f.one = x.event_type AND f.two = y.event_type) OR (f.one = y.event_type AND f.two = x.event_type)
    )
    AND NOT EXISTS (SELECT 1 FROM all_pairs s WHERE s.one_id = x.report_id AND s.other_id IN (y.report_id, y.event_id))
    AND NOT EXISTS (SELECT 1 FROM all_pairs s WHERE s.one_id = x.event_id AND s.other_id IN (y.report_id, y.event_id))
