-- what: A number must be written as 12, -3 or 0.5: without a plus, zeros before it, a bare point, NaN or INF.
-- why: One value has one form, so that a changed file shows only what was changed.
-- fix: Write it in that form, or leave the cell empty if the number is not known.
-- needs: figures(value_low, value_high)
-- each: column(number)
SELECT {table_text} AS table_name, t._line AS line, {column_text} AS column_name,
    p.{column} || ' is not in the one form of a number, like 12, -3 or 0.5' AS message
FROM {table} t
JOIN {printed} p ON p._line = t._line
WHERE t.{column} IS NOT NULL AND NOT regexp_full_match(p.{column}, '-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?')
