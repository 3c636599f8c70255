-- what: Text must not have HTML tags, HTML entities or script addresses.
-- why: Web pages would show or run them.
-- fix: Write plain text.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'has HTML: ' || substring(t.{column}, 1, 40) AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '</?[A-Za-z!][^>]*>|&(#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z]?[a-z]{2,7});')
    OR regexp_matches(lower(t.{column}), '(javascript|vbscript) *:[^ ]|data:[a-z]+/[a-z]')
