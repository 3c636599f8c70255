-- what: Every reference must be used by a row.
-- why: The bibliography lists what rows rely on, and nothing else.
-- fix: Name the reference in the row that relies on it, or remove it.
-- needs: bibliography(reference_id), all_cells(reference_id)
-- whole: all_records
SELECT 'bibliography' AS table_name, t._line AS line, 'reference_id' AS column_name,
    'no row uses ' || t.reference_id AS message
FROM bibliography t
WHERE NOT EXISTS (
    SELECT 1 FROM all_cells c
    WHERE c.table_name <> 'bibliography' AND c.value = t.reference_id
)
