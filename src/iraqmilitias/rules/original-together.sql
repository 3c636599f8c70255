-- what: An original that has a title, author, date or address has a title and a publisher.
-- why: An original must be findable: what it is called and who published it.
-- fix: Fill original_title and original_publisher, or empty the others.
-- needs: sources(original_title, original_author, original_publisher, original_date, original_url)
SELECT 'sources' AS table_name, t._line AS line,
    CASE WHEN t.original_title IS NULL THEN 'original_title' ELSE 'original_publisher' END AS column_name,
    'is missing for the original named in this row' AS message
FROM sources t
WHERE (t.original_title IS NULL OR t.original_publisher IS NULL)
    AND coalesce(t.original_title, t.original_author, t.original_date, t.original_url) IS NOT NULL
