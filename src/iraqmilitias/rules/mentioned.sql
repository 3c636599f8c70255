-- what: An actor, place or facility must have a mention or a reference.
-- why: A row that no article names and no reference supports has no source.
-- fix: Add its mention, fill in reference_id, or remove the row.
-- needs: all_records, all_cells(actor_id, place_id, facility_id, reference_id)
-- whole: all_records
SELECT t.table_name, t._line AS line, t.id_column AS column_name,
    t.record_id || ' has neither a mention nor a reference' AS message
FROM all_records t
WHERE t.table_name IN ('actors', 'places', 'facilities')
    AND NOT EXISTS (
        SELECT 1 FROM all_cells m
        WHERE m.table_name = 'mentions' AND m.column_name = t.id_column AND m.value = t.record_id
    )
    AND NOT EXISTS (
        SELECT 1 FROM all_cells r
        WHERE r.column_name = 'reference_id' AND r.table_name = t.table_name AND r._line = t._line
    )
