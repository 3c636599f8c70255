-- what: lines and words of an article must be what its rows in lines add up to.
-- why: A missing line would hide what it says.
-- fix: Correct lines or words in sources, or add the missing lines.
-- needs: sources(source_id, lines, words), lines(source_id, words)
-- whole: lines
WITH counted AS (
    SELECT s._line, s.lines, s.words, count(l.source_id) AS all_lines, sum(l.words) AS all_words
    FROM sources s
    LEFT JOIN lines l ON l.source_id = s.source_id
    GROUP BY s._line, s.lines, s.words
)
SELECT 'sources' AS table_name, c._line AS line, CASE WHEN c.lines <> c.all_lines THEN 'lines' ELSE 'words' END AS column_name,
    CASE WHEN c.lines <> c.all_lines
        THEN 'is ' || cast(c.lines AS varchar) || ', but the table lines has ' || cast(c.all_lines AS varchar) || ' rows'
        ELSE 'is ' || cast(c.words AS varchar) || ', but the table lines has ' || cast(c.all_words AS varchar) || ' words' END AS message
FROM counted c
WHERE c.lines <> c.all_lines OR c.words <> c.all_words
