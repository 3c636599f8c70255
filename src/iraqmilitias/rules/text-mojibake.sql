-- what: Text must not have letters that a wrong encoding garbled.
-- why: Garbled letters match nothing and cannot be read.
-- fix: Copy the text from the original again, in UTF-8.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'has garbled letters: ' || substring(t.{column}, 1, 40) AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '\x{FFFD}|[\x{00C2}\x{00C3}\x{00D8}\x{00D9}][\x{0080}-\x{00BF}]|\x{00E2}(\x{20AC}|\x{0080})')
