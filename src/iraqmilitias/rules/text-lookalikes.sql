-- what: A word must not mix Latin letters with Cyrillic ones, or with Greek ones that look Latin; letters must be ordinary ones.
-- why: Search does not find a name with a look-alike letter.
-- fix: Type the word again.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'has a look-alike letter: ' || substring(t.{column}, 1, 40) AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '[A-Za-z\x{00C0}-\x{024F}][\x{0400}-\x{052F}]|[\x{0400}-\x{052F}][A-Za-z\x{00C0}-\x{024F}]')
    OR regexp_matches(t.{column}, '[A-Za-z\x{00C0}-\x{024F}][ΑΒΕΖΗΙΚΜΝΟΡΤΥΧινου]|[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧινου][A-Za-z\x{00C0}-\x{024F}]')
    OR regexp_matches(t.{column}, '[\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{1D400}-\x{1D7FF}]')
