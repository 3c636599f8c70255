-- what: An article has as many lines and words as its rows in lines say.
-- why: A missing line would hide what is in it.
-- fix: Correct lines or words in sources, or add the missing lines.
-- needs: sources(source_id, lines, words), lines(source_id, words)
SELECT 'sources' AS table_name, s._line AS line,
    CASE WHEN s.lines <> count(l.source_id) THEN 'lines' ELSE 'words' END AS column_name,
    'there are ' || cast(count(l.source_id) AS varchar) || ' lines and ' || cast(coalesce(sum(l.words), 0) AS varchar) || ' words in lines' AS message
FROM sources s
LEFT JOIN lines l ON l.source_id = s.source_id
GROUP BY s._line, s.lines, s.words
HAVING s.lines <> count(l.source_id) OR s.words <> coalesce(sum(l.words), 0)
