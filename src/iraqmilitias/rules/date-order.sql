-- what: date_to must not be before date_from.
-- why: A period in the wrong order contains no day, so every filter by date loses the row.
-- fix: Swap date_from and date_to, or correct the wrong one.
-- each: table(date_from, date_to)
SELECT {table_text} AS table_name, t._line AS line, 'date_to' AS column_name,
    cast(t.date_to AS varchar) || ' is before date_from, ' || cast(t.date_from AS varchar) AS message
FROM {table} t
WHERE t.date_to < t.date_from
