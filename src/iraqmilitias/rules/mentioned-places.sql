-- what: Every row of places is mentioned in a line or has a reference.
-- why: An entity that nobody names and nothing supports was invented.
-- fix: Add its mention, give reference_id, or remove the row.
-- needs: places(place_id, reference_id), mentions(place_id)
SELECT 'places' AS table_name, t._line AS line, 'place_id' AS column_name,
    t.place_id || ' is in no mention and has no reference' AS message
FROM places t
WHERE t.reference_id IS NULL AND NOT EXISTS (SELECT 1 FROM mentions m WHERE m.place_id = t.place_id)
