-- what: An event whose dates rest on a reference names it.
-- why: A date that nobody can look up is no better than a guess.
-- fix: Give reference_id, or write reported into date_basis.
-- needs: events(date_basis, reference_id)
SELECT 'events' AS table_name, t._line AS line, 'reference_id' AS column_name,
    'is missing, though the dates rest on a reference' AS message
FROM events t
WHERE t.date_basis = 'reference' AND t.reference_id IS NULL
