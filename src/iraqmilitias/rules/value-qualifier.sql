-- what: The values must fit the qualifier: exact has two equal ones, approximate two, at_least only value_low, at_most only value_high, indefinite not two equal ones.
-- why: The qualifier is how the line puts it, and the values are what it means.
-- fix: Correct value_low, value_high or qualifier.
-- needs: figures(value_low, value_high, qualifier)
SELECT 'figures' AS table_name, t._line AS line, 'qualifier' AS column_name,
    t.qualifier || ' does not fit ' || coalesce(cast(t.value_low AS varchar), 'no value_low')
    || ' to ' || coalesce(cast(t.value_high AS varchar), 'no value_high') AS message
FROM figures t
WHERE (t.qualifier IN ('exact', 'approximate') AND (t.value_low IS NULL OR t.value_high IS NULL))
    OR (t.qualifier = 'exact' AND t.value_low <> t.value_high)
    OR (t.qualifier = 'at_least' AND (t.value_low IS NULL OR t.value_high IS NOT NULL))
    OR (t.qualifier = 'at_most' AND (t.value_low IS NOT NULL OR t.value_high IS NULL))
    OR (t.qualifier = 'indefinite' AND t.value_low = t.value_high)
