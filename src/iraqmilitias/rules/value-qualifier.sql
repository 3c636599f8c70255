-- what: Bounds fit their qualifier: exact has two equal ones, approximate two, at_least only a lower, at_most only an upper, indefinite not two equal ones.
-- why: The qualifier is the line’s wording and the bounds are its meaning.
-- fix: Correct the bounds or the qualifier.
-- needs: figures(value_low, value_high, qualifier)
SELECT 'figures' AS table_name, t._line AS line, 'qualifier' AS column_name,
    'says ' || t.qualifier || ' for ' || coalesce(cast(t.value_low AS varchar), 'no lower bound')
    || ' to ' || coalesce(cast(t.value_high AS varchar), 'no upper bound') AS message
FROM figures t
WHERE (t.qualifier IN ('exact', 'approximate') AND (t.value_low IS NULL OR t.value_high IS NULL))
    OR (t.qualifier = 'exact' AND t.value_low <> t.value_high)
    OR (t.qualifier = 'at_least' AND (t.value_low IS NULL OR t.value_high IS NOT NULL))
    OR (t.qualifier = 'at_most' AND (t.value_low IS NOT NULL OR t.value_high IS NULL))
    OR (t.qualifier = 'indefinite' AND t.value_low = t.value_high)
