-- what: value_high must not be below value_low.
-- why: A range in the wrong order contains no number.
-- fix: Swap value_low and value_high, or correct the wrong one.
-- each: table(value_low, value_high)
SELECT {table_text} AS table_name, t._line AS line, 'value_high' AS column_name,
    cast(t.value_high AS varchar) || ' is below value_low, ' || cast(t.value_low AS varchar) AS message
FROM {table} t
WHERE t.value_high < t.value_low
