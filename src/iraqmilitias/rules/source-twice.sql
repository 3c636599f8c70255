-- what: An article is listed once: no two have the same file, the same text, or the same address and edition.
-- why: An article listed twice counts every claim in it twice.
-- fix: Remove one of them, or say in edition what tells them apart.
-- needs: sources(source_id, file_name, sha256, url, edition)
SELECT 'sources' AS table_name, t._line AS line,
    CASE WHEN e.file_name = t.file_name THEN 'file_name' WHEN e.sha256 = t.sha256 THEN 'sha256' ELSE 'url' END AS column_name,
    'the same as that of ' || e.source_id AS message
FROM sources t
JOIN sources e ON e._line < t._line
WHERE e.file_name = t.file_name OR e.sha256 = t.sha256
    OR (e.url = t.url AND coalesce(e.edition, '') = coalesce(t.edition, ''))
