-- what: An original that has a title, author, date or URL must have a title and a publisher.
-- why: Readers find an original by its title and its publisher.
-- fix: Fill in original_title and original_publisher, or empty the other original_ columns.
-- needs: sources(original_title, original_author, original_publisher, original_date, original_url)
SELECT 'sources' AS table_name, t._line AS line,
    CASE WHEN t.original_title IS NULL THEN 'original_title' ELSE 'original_publisher' END AS column_name,
    'is empty, but other original_ columns are not' AS message
FROM sources t
WHERE (t.original_title IS NULL OR t.original_publisher IS NULL)
    AND coalesce(t.original_title, t.original_author, t.original_date, t.original_url) IS NOT NULL
