-- what: The dates must fit date_precision: day is one day, month lies in one month, year in one year, season in three months; open lacks a date, the others have both.
-- why: The precision tells readers how to read the dates; if the two disagree, one of them is wrong.
-- fix: Correct date_precision, date_from or date_to.
-- each: table(date_from, date_to, date_precision)
SELECT {table_text} AS table_name, t._line AS line, 'date_precision' AS column_name,
    t.date_precision || ' does not fit ' || coalesce(cast(t.date_from AS varchar), 'no date_from')
    || ' to ' || coalesce(cast(t.date_to AS varchar), 'no date_to') AS message
FROM {table} t
WHERE (t.date_precision = 'open' AND t.date_from IS NOT NULL AND t.date_to IS NOT NULL)
    OR (t.date_precision <> 'open' AND (t.date_from IS NULL OR t.date_to IS NULL))
    OR (t.date_precision = 'day' AND t.date_from <> t.date_to)
    OR (t.date_precision = 'month'
        AND (year(t.date_from) <> year(t.date_to) OR month(t.date_from) <> month(t.date_to)))
    OR (t.date_precision = 'year' AND year(t.date_from) <> year(t.date_to))
    OR (t.date_precision = 'season'
        AND 12 * (year(t.date_to) - year(t.date_from)) + month(t.date_to) - month(t.date_from) > 2)
