-- what: A figure’s locator contains its number as printed.
-- why: The link must open at the number.
-- fix: Copy the words round the number, the number included, into locator.
-- needs: figures(locator, printed)
SELECT 'figures' AS table_name, t._line AS line, 'locator' AS column_name,
    'does not contain ' || t.printed AS message
FROM figures t
WHERE strpos(t.locator, t.printed) = 0
