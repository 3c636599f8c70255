-- what: Wording that was compared with an original names it.
-- why: Whether a quotation is verbatim, altered or reworded can be known from the original only.
-- fix: Give reference_id, or write unverified into fidelity.
-- needs: statements(fidelity, reference_id)
SELECT 'statements' AS table_name, t._line AS line, 'reference_id' AS column_name,
    'is ' || t.fidelity || ' by no reference' AS message
FROM statements t
WHERE t.fidelity <> 'unverified' AND t.reference_id IS NULL
