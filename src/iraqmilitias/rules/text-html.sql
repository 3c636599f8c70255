-- what: Text has no HTML tags.
-- why: Pages would show or run them.
-- fix: Write plain text.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'has an HTML tag' AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '</?[A-Za-z!][^>]*>')
