-- what: An article has an author exactly where its basis is not unknown.
-- why: A name without a basis, or a basis without a name, is half an attribution.
-- fix: Fill author, or correct author_basis.
-- needs: sources(author, author_basis)
SELECT 'sources' AS table_name, t._line AS line, 'author_basis' AS column_name,
    'says ' || t.author_basis || ' for ' || coalesce(t.author, 'no author') AS message
FROM sources t
WHERE (t.author_basis = 'unknown' AND t.author IS NOT NULL) OR (t.author_basis <> 'unknown' AND t.author IS NULL)
