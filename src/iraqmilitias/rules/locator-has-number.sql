-- what: The locator of a figure must contain its number as printed.
-- why: The link must open at the number.
-- fix: Copy the words around the number into locator, with the number.
-- needs: figures(locator, printed)
SELECT 'figures' AS table_name, t._line AS line, 'locator' AS column_name,
    'does not contain ' || t.printed AS message
FROM figures t
WHERE strpos(t.locator, t.printed) = 0
