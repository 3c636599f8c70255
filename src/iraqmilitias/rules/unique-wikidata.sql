-- what: No two rows of one table have the same wikidata.
-- why: One identifier means one thing.
-- fix: Merge the rows, or correct the identifier.
-- each: table(wikidata)
SELECT {table_text} AS table_name, t._line AS line, 'wikidata' AS column_name,
    'stands in line ' || cast(min(e._line) AS varchar) || ' too' AS message
FROM {table} t
JOIN {table} e ON e.wikidata = t.wikidata AND e._line < t._line
GROUP BY t._line
