-- what: replaced_by must be another record of the same table (for a conflict, a note too), or a retired one; a merged record must have it.
-- why: Readers who follow an old citation must arrive at a record.
-- fix: Write the id of the record that takes its place.
-- needs: retired(record_id, kind, replaced_by), all_records
-- whole: all_records
SELECT 'retired' AS table_name, t._line AS line, 'replaced_by' AS column_name,
    CASE WHEN t.replaced_by IS NULL THEN 'is empty, but ' || t.record_id || ' was merged'
        WHEN t.replaced_by = t.record_id THEN t.replaced_by || ' is the retired record itself'
        WHEN substring(t.replaced_by, 1, 3) <> substring(t.record_id, 1, 3)
            THEN t.replaced_by || ' is a record of another table'
        ELSE t.replaced_by || ' is not the id of any record' END AS message
FROM retired t
WHERE (t.replaced_by IS NULL AND t.kind = 'merged')
    OR t.replaced_by = t.record_id
    OR (substring(t.replaced_by, 1, 3) <> substring(t.record_id, 1, 3)
        AND NOT (substring(t.record_id, 1, 3) = 'cnf' AND substring(t.replaced_by, 1, 3) = 'not'))
    OR t.replaced_by NOT IN (SELECT record_id FROM all_records WHERE record_id IS NOT NULL)
