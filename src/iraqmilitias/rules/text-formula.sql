-- what: Text must not begin like a spreadsheet formula.
-- why: A spreadsheet would run it.
-- fix: Begin with another character.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'begins like a formula: ' || substring(t.{column}, 1, 12) AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '^[=+@]|^-[^ 0-9]')
