-- what: A number that is printed in digits must be value_low or value_high.
-- why: The values are what the printed number means.
-- fix: Correct value_low and value_high, or printed.
-- needs: figures(printed, value_low, value_high)
WITH plain AS (
    SELECT _line, printed, value_low, value_high,
        CASE WHEN regexp_matches(printed, '^[0-9]{1,3}(,[0-9]{3})*$|^[0-9]{1,15}$')
            THEN cast(replace(printed, ',', '') AS double) END AS number
    FROM figures
)
SELECT 'figures' AS table_name, t._line AS line, 'printed' AS column_name,
    t.printed || ' is neither value_low nor value_high' AS message
FROM plain t
WHERE t.number IS NOT NULL AND NOT coalesce(t.number = t.value_low, false) AND NOT coalesce(t.number = t.value_high, false)
