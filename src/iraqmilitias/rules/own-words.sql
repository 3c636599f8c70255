-- what: Our own words must not contain a term that terms lists as loaded. A finding may quote one.
-- why: Our own words are neutral; a loaded word belongs to the one who printed it.
-- fix: Use neutral words, as in terms.neutral; in a finding, put the printed word in quotation marks.
-- needs: terms(term, neutral), all_cells(name, description, summary, paraphrase, finding, neutral)
WITH listed AS (
    SELECT term, neutral, trim(regexp_replace(lower(term), '[^a-z0-9]+', ' ', 'g')) AS words FROM terms
),
unquoted AS (
    SELECT table_name, column_name, _line,
        CASE WHEN column_name = 'finding' THEN regexp_replace(lower(value), '“[^”]*”|"[^"]*"', ' ', 'g')
            ELSE lower(value) END AS text
    FROM all_cells
),
own AS (
    SELECT table_name, column_name, _line, ' ' || regexp_replace(text, '[^a-z0-9]+', ' ', 'g') || ' ' AS words
    FROM unquoted
)
SELECT o.table_name, o._line AS line, o.column_name,
    'uses the loaded term ' || min('‘' || l.term || '’ for ‘' || l.neutral || '’') AS message
FROM own o
JOIN listed l ON strpos(o.words, ' ' || l.words || ' ') > 0
GROUP BY o.table_name, o.column_name, o._line
