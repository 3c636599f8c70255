-- what: Text has no zero-width, direction-changing or other invisible characters.
-- why: What nobody sees makes equal names differ and can hide text.
-- fix: Retype the text.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'has an invisible character' AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '[\x{00AD}\x{061C}\x{200B}\x{200D}-\x{200F}\x{2028}-\x{202E}\x{2060}-\x{206F}\x{FEFF}]')
