-- what: A letter and its accent must be one character.
-- why: Two spellings that look the same but are encoded differently do not match.
-- fix: Retype the text, or normalise it to NFC.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'has a combining mark: ' || substring(t.{column}, 1, 40) AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '[\x{0300}-\x{036F}]')
