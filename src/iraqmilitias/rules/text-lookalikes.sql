-- what: A word does not mix Latin with Cyrillic or Greek letters.
-- why: A look-alike letter makes a name that no search finds.
-- fix: Retype the word.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'mixes alphabets' AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '[A-Za-z][\x{0370}-\x{03FF}\x{0400}-\x{04FF}]|[\x{0370}-\x{03FF}\x{0400}-\x{04FF}][A-Za-z]')
