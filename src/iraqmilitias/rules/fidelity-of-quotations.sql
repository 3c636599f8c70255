-- what: Quoted words must have a fidelity, and a paraphrase must not.
-- why: Fidelity compares the printed words with the original; a paraphrase has no quoted words.
-- fix: Fill in fidelity for direct and mixed statements, leave it empty for indirect ones.
-- needs: statements(mode, fidelity)
SELECT 'statements' AS table_name, t._line AS line, 'fidelity' AS column_name,
    CASE WHEN t.mode = 'indirect' THEN 'is filled in, but mode is indirect' ELSE 'is empty, but mode is ' || t.mode END AS message
FROM statements t
WHERE (t.mode = 'indirect' AND t.fidelity IS NOT NULL) OR (t.mode <> 'indirect' AND t.fidelity IS NULL)
