-- what: Our own words must not contain a term that terms lists as loaded. A finding may quote one.
-- why: Our own words are neutral; a loaded word belongs to whoever printed it.
-- fix: Use neutral words, as in terms.neutral; in a finding, put the printed word in quotation marks.
-- needs: terms(term, neutral), cells(name, description, summary, paraphrase, finding, neutral)
WITH listed AS (
    SELECT term, neutral, regexp_replace(lower(term), '[^a-z0-9]+', ' ', 'g') AS words FROM terms
),
own AS (
    SELECT table_name, column_name, _line,
        CASE WHEN column_name = 'finding' THEN regexp_replace(lower(value), '“[^”]*”|"[^"]*"', ' ', 'g')
            ELSE lower(value) END AS text
    FROM cells
),
suspected AS (
    SELECT o.table_name, o.column_name, o._line, o.text, w.term, w.neutral, w.words
    FROM own o
    JOIN listed w ON strpos(o.text, substring(trim(w.words), 1, strpos(trim(w.words) || ' ', ' ') - 1)) > 0
)
SELECT s.table_name, s._line AS line, s.column_name,
    'uses the loaded term ' || min('‘' || s.term || '’ for ‘' || s.neutral || '’') AS message
FROM suspected s
WHERE strpos(' ' || regexp_replace(s.text, '[^a-z0-9]+', ' ', 'g') || ' ', ' ' || s.words || ' ') > 0
GROUP BY s.table_name, s.column_name, s._line
