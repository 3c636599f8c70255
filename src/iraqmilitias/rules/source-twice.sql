-- what: An article must be listed once: no two may have the same file, the same text, or the same URL and edition.
-- why: Every claim in an article that is listed twice counts twice.
-- fix: Remove one of the two rows, or say in edition what tells them apart.
-- needs: sources(source_id, file_name, sha256, url, edition)
WITH alike AS (
    SELECT t._line AS line, e._line AS other_line FROM sources t
    JOIN sources e ON e.file_name = t.file_name AND e._line < t._line
    UNION
    SELECT t._line, e._line FROM sources t JOIN sources e ON e.sha256 = t.sha256 AND e._line < t._line
    UNION
    SELECT t._line, e._line FROM sources t
    JOIN sources e ON e.url = t.url AND coalesce(e.edition, '') = coalesce(t.edition, '') AND e._line < t._line
)
SELECT 'sources' AS table_name, t._line AS line,
    CASE WHEN e.file_name = t.file_name THEN 'file_name' WHEN e.sha256 = t.sha256 THEN 'sha256' ELSE 'url' END AS column_name,
    'duplicates ' || e.source_id AS message
FROM alike a
JOIN sources t ON t._line = a.line
JOIN sources e ON e._line = a.other_line
