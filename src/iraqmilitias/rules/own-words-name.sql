-- what: A name is free of listed loaded terms.
-- why: Our own words are neutral; a loaded word belongs to whoever printed it.
-- fix: Use neutral words, as terms gives them.
-- each: table(name)
-- needs: terms(term, neutral)
WITH listed AS (
    SELECT term, neutral, regexp_replace(lower(term), '[^a-z0-9]+', ' ', 'g') AS words FROM terms
),
suspected AS (
    SELECT t._line, t.name, w.term, w.neutral, w.words
    FROM {table} t
    JOIN listed w ON strpos(lower(t.name), substring(trim(w.words), 1, strpos(trim(w.words) || ' ', ' ') - 1)) > 0
)
SELECT {table_text} AS table_name, s._line AS line, 'name' AS column_name,
    'uses the loaded term ' || min('‘' || s.term || '’ for ‘' || s.neutral || '’') AS message
FROM suspected s
WHERE strpos(' ' || regexp_replace(lower(s.name), '[^a-z0-9]+', ' ', 'g') || ' ', ' ' || s.words || ' ') > 0
GROUP BY s._line
