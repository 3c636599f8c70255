-- what: Text must have single plain spaces only, and none at its beginning or end.
-- why: Two texts that look alike must be equal.
-- fix: Use single plain spaces.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    'has a stray space: ‘' || substring(t.{column}, 1, 40) || '’' AS message
FROM {printed} t
WHERE regexp_matches(t.{column}, '^ | $|  |[\x{00A0}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}]')
