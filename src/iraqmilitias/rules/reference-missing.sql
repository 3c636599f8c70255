-- what: Coordinates, a date or an error taken from a reference, and quoted words compared with one, must name it.
-- why: Readers must be able to look up what the articles do not say.
-- fix: Fill in reference_id, or correct the cell that the message names.
-- needs: all_cells(latitude, date_basis, verdict, fidelity, reference_id), all_fields
SELECT c.table_name, c._line AS line, 'reference_id' AS column_name,
    'is empty, but ' || c.column_name || ' is ' || CASE WHEN c.column_name = 'latitude' THEN 'filled in' ELSE c.value END
    AS message
FROM all_cells c
JOIN all_fields f ON f.table_name = c.table_name AND f.column_name = 'reference_id'
WHERE (
        c.column_name = 'latitude'
        OR (c.column_name = 'date_basis' AND c.value = 'reference')
        OR (c.column_name = 'verdict' AND c.value = 'source_error')
        OR (c.column_name = 'fidelity' AND c.value <> 'unverified')
    )
    AND NOT EXISTS (
        SELECT 1 FROM all_cells r
        WHERE r.column_name = 'reference_id' AND r.table_name = c.table_name AND r._line = c._line
    )
