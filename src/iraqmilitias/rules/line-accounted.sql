-- what: Every line that is not blank must be cited by a claim, a mention or a waiver.
-- why: Nothing in an article is left out silently.
-- fix: Code what the line says, or waive it with a reason.
-- needs: lines(source_id, line, role, removed_names, removed_quotations, removed_numbers), all_records
-- whole: all_records
WITH cited AS (
    SELECT source_id, line FROM all_records
    -- The entities cite the line that names them first: its mention or claim is a row of another table.
    WHERE table_name NOT IN ('lines', 'actors', 'places', 'facilities', 'events', 'terms')
)
SELECT 'lines' AS table_name, t._line AS line, 'line' AS column_name,
    'nothing in ' || t.source_id || ' line ' || cast(t.line AS varchar) || ' is coded or waived' AS message
FROM lines t
WHERE t.role <> 'blank' AND coalesce(t.removed_names, t.removed_quotations, t.removed_numbers) IS NULL
    AND NOT EXISTS (SELECT 1 FROM cited c WHERE c.source_id = t.source_id AND c.line = t.line)
