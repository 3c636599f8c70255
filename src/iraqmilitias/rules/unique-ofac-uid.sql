-- what: No two rows of one table have the same ofac_uid.
-- why: One identifier means one thing.
-- fix: Merge the rows, or correct the identifier.
-- each: table(ofac_uid)
SELECT {table_text} AS table_name, t._line AS line, 'ofac_uid' AS column_name,
    'stands in line ' || cast(min(e._line) AS varchar) || ' too' AS message
FROM {table} t
JOIN {table} e ON e.ofac_uid = t.ofac_uid AND e._line < t._line
GROUP BY t._line
