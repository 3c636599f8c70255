-- what: A year in the name of an event must be a year of its dates.
-- why: A name must not tell a date that the columns do not have.
-- fix: Give the dates, or take the year out of the name.
-- needs: events(name, date_from, date_to)
WITH named AS (
    SELECT _line, date_from, date_to,
        cast(regexp_replace(name, '^.*\b((19|20)[0-9][0-9])\b.*$', '\1', 'g') AS integer) AS named_year
    FROM events
    WHERE regexp_matches(name, '\b(19|20)[0-9][0-9]\b')
)
SELECT 'events' AS table_name, n._line AS line, 'name' AS column_name,
    'has the year ' || cast(n.named_year AS varchar) || ', which its dates do not have' AS message
FROM named n
WHERE (n.date_from IS NULL AND n.date_to IS NULL)
    OR n.named_year < year(coalesce(n.date_from, n.date_to))
    OR n.named_year > year(coalesce(n.date_to, n.date_from))
