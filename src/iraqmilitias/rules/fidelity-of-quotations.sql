-- what: Quoted words have a fidelity, and a mere paraphrase has none.
-- why: Fidelity is about wording; a paraphrase has no wording to be true to.
-- fix: Fill fidelity for direct and mixed statements, leave it empty for indirect ones.
-- needs: statements(mode, fidelity)
SELECT 'statements' AS table_name, t._line AS line, 'fidelity' AS column_name,
    CASE WHEN t.mode = 'indirect' THEN 'a paraphrase has no fidelity' ELSE 'quoted words need a fidelity' END AS message
FROM statements t
WHERE (t.mode = 'indirect' AND t.fidelity IS NOT NULL) OR (t.mode <> 'indirect' AND t.fidelity IS NULL)
