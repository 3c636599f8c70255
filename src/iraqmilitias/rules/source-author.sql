-- what: An article must have an author if author_basis is not unknown, and only then.
-- why: A name is of use only with its basis, and a basis only with the name.
-- fix: Fill in author, or correct author_basis.
-- needs: sources(author, author_basis)
SELECT 'sources' AS table_name, t._line AS line, 'author_basis' AS column_name,
    'is ' || t.author_basis || ', but author is ' || coalesce(t.author, 'empty') AS message
FROM sources t
WHERE (t.author_basis = 'unknown' AND t.author IS NOT NULL) OR (t.author_basis <> 'unknown' AND t.author IS NULL)
