-- what: Persons, attacks, occasions and seats must be whole numbers.
-- why: A count of attacks is a whole number.
-- fix: Correct value_low or value_high, or the unit.
-- needs: figures(value_low, value_high, unit)
SELECT 'figures' AS table_name, t._line AS line, 'value_low' AS column_name,
    'is ' || cast(t.value_low AS varchar) || ' in ' || t.unit AS message
FROM figures t
WHERE t.unit IN ('persons', 'attacks', 'occasions', 'seats') AND t.value_low <> round(t.value_low)
UNION ALL
SELECT 'figures', t._line, 'value_high', 'is ' || cast(t.value_high AS varchar) || ' in ' || t.unit
FROM figures t
WHERE t.unit IN ('persons', 'attacks', 'occasions', 'seats') AND t.value_high <> round(t.value_high)
