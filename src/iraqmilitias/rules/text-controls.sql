-- what: Text must not have control characters, tabs or line breaks.
-- why: They break files, terminals and spreadsheets.
-- fix: Delete the character.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'has a control character' AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '[\x00-\x1F\x7F-\x9F]')
