-- what: Text must not have invisible characters. The zero-width non-joiner is allowed between Arabic letters.
-- why: Invisible characters make equal names differ, and can hide text.
-- fix: Retype the text.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'has an invisible character' AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '[\x{00AD}\x{034F}\x{061C}\x{115F}\x{1160}\x{180B}-\x{180E}\x{3164}\x{FEFF}\x{FFA0}]')
    OR regexp_matches(t.{column}, '[\x{200B}\x{200D}-\x{200F}\x{2028}-\x{202E}\x{2060}-\x{206F}]')
    OR regexp_matches(t.{column}, '[\x{FE00}-\x{FE0F}\x{E0000}-\x{E007F}]')
    OR regexp_matches(t.{column}, '(^|[^\x{0600}-\x{06FF}])\x{200C}|\x{200C}([^\x{0600}-\x{06FF}]|$)')
