-- what: Text is composed: a letter and its accent are one character.
-- why: The same name in two encodings does not match itself.
-- fix: Retype the text, or normalise it to NFC.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'has a combining mark: ' || substring(t.{column}, 1, 40) AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '[\x{0300}-\x{036F}]')
