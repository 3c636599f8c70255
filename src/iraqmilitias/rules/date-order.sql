-- what: A period begins no later than it ends.
-- why: Bounds in the wrong order hold no day, so every filter by date loses the row.
-- fix: Swap date_from and date_to, or correct the wrong one.
-- each: table(date_from, date_to)
SELECT {table_text} AS table_name, t._line AS line, 'date_to' AS column_name,
    'ends ' || cast(t.date_to AS varchar) || ', before it begins on ' || cast(t.date_from AS varchar) AS message
FROM {table} t
WHERE t.date_to < t.date_from
