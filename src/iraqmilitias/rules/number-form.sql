-- what: A bound of a figure must be written as 12, -3 or 0.5: without a plus, zeros before it, a bare point, NaN or INF.
-- why: One value has one form, so that a changed file shows only what was changed.
-- fix: Write it in that form, or leave the cell empty if the number is not known.
-- each: table(value_low, value_high)
SELECT {table_text} AS table_name, b._line AS line, b.column_name,
    b.cell || ' is not in the one form of a number, like 12, -3 or 0.5' AS message
FROM (
    SELECT t._line, 'value_low' AS column_name, p.value_low AS cell
    FROM {table} t JOIN {printed} p ON p._line = t._line WHERE t.value_low IS NOT NULL
    UNION ALL
    SELECT t._line, 'value_high' AS column_name, p.value_high AS cell
    FROM {table} t JOIN {printed} p ON p._line = t._line WHERE t.value_high IS NOT NULL
) b
WHERE NOT regexp_matches(b.cell, '^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$')
