-- what: What an article tells must not be dated after its last possible day of publication.
-- why: An article cannot tell what had not happened when it came out.
-- fix: Correct the dates of this row, or the article’s date_to in sources.
-- each: table(source_id, date_from, date_to)
-- needs: sources(source_id, date_to)
SELECT {table_text} AS table_name, t._line AS line,
    CASE WHEN t.date_to > s.date_to THEN 'date_to' ELSE 'date_from' END AS column_name,
    'is dated after the article, which came out no later than ' || cast(s.date_to AS varchar) AS message
FROM {table} t
JOIN sources s ON s.source_id = t.source_id
-- A figure may be a forecast, and the dates of an event may come from a reference.
WHERE (t.date_to > s.date_to OR t.date_from > s.date_to) AND {table_text} NOT IN ('figures', 'events', 'sources')
