-- what: No two rows of one table have the same icao.
-- why: One identifier means one thing.
-- fix: Merge the rows, or correct the identifier.
-- each: table(icao)
SELECT {table_text} AS table_name, t._line AS line, 'icao' AS column_name,
    'stands in line ' || cast(min(e._line) AS varchar) || ' too' AS message
FROM {table} t
JOIN {table} e ON e.icao = t.icao AND e._line < t._line
GROUP BY t._line
