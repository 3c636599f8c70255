-- what: A tie begins and ends no later than its article’s last possible day of publication.
-- why: An article cannot tell of a tie that was not yet there, or when it will have ended.
-- fix: Correct the dates, or the article’s date_to in sources.
-- needs: affiliations(source_id, date_from, date_to), sources(source_id, date_to)
SELECT 'affiliations' AS table_name, t._line AS line, CASE WHEN t.date_to > s.date_to THEN 'date_to' ELSE 'date_from' END AS column_name,
    'is dated after the article, which came out no later than ' || cast(s.date_to AS varchar) AS message
FROM affiliations t
JOIN sources s ON s.source_id = t.source_id
WHERE t.date_to > s.date_to OR t.date_from > s.date_to
