-- what: An article is coded on or after its first possible day of publication.
-- why: A coding date before the article existed is a slip.
-- fix: Correct coded_on.
-- needs: sources(date_from, coded_on)
SELECT 'sources' AS table_name, t._line AS line, 'coded_on' AS column_name,
    'coded on ' || cast(t.coded_on AS varchar) || ', before it came out on ' || cast(t.date_from AS varchar) AS message
FROM sources t
WHERE t.coded_on < t.date_from
