-- what: Text must not be a placeholder.
-- why: An empty cell says that nothing is known; a placeholder looks like a value.
-- fix: Leave the cell empty, or write what is known.
-- each: column(string)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    t.{column} || ' is a placeholder' AS message
FROM {printed} t
WHERE lower(t.{column}) IN (
    'todo', 'tbd', 'tba', 'fixme', 'xxx', 'n/a', 'n.a.', 'null', 'none', 'nan', 'unknown?', '?', '??', '???', '-', '--', '–', '—',
    '...', '…', '#n/a', '#ref!', '#name?', '#value!'
)
