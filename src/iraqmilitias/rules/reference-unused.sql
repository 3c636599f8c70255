-- what: Every reference is used by a row.
-- why: The bibliography lists what rows rely on; a list of other readings hides those.
-- fix: Name the reference in the row that relies on it, or remove it.
-- needs: bibliography(reference_id), actors(reference_id), places(reference_id), facilities(reference_id), aliases(reference_id), events(reference_id), statements(reference_id), conflicts(reference_id), notes(reference_id)
WITH used AS (
    SELECT reference_id FROM actors
    UNION ALL SELECT reference_id FROM places
    UNION ALL SELECT reference_id FROM facilities
    UNION ALL SELECT reference_id FROM aliases
    UNION ALL SELECT reference_id FROM events
    UNION ALL SELECT reference_id FROM statements
    UNION ALL SELECT reference_id FROM conflicts
    UNION ALL SELECT reference_id FROM notes
)
SELECT 'bibliography' AS table_name, t._line AS line, 'reference_id' AS column_name,
    'no row relies on ' || t.reference_id AS message
FROM bibliography t
WHERE NOT EXISTS (SELECT 1 FROM used u WHERE u.reference_id = t.reference_id)
