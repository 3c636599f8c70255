-- what: An article must not be coded before its first possible day of publication.
-- why: Nobody can code an article that is not there yet.
-- fix: Correct coded_on, or the article’s date_from.
-- needs: sources(date_from, coded_on)
SELECT 'sources' AS table_name, t._line AS line, 'coded_on' AS column_name,
    'coded on ' || cast(t.coded_on AS varchar) || ', before the article came out on ' || cast(t.date_from AS varchar) AS message
FROM sources t
WHERE t.coded_on < t.date_from
