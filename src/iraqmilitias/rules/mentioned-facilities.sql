-- what: Every row of facilities is mentioned in a line or has a reference.
-- why: An entity that nobody names and nothing supports was invented.
-- fix: Add its mention, give reference_id, or remove the row.
-- needs: facilities(facility_id, reference_id), mentions(facility_id)
SELECT 'facilities' AS table_name, t._line AS line, 'facility_id' AS column_name,
    t.facility_id || ' is in no mention and has no reference' AS message
FROM facilities t
WHERE t.reference_id IS NULL AND NOT EXISTS (SELECT 1 FROM mentions m WHERE m.facility_id = t.facility_id)
