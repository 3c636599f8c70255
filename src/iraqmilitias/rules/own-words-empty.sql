-- what: Own words must say something: what is counted, who it is, what was said.
-- why: A cell that only says that there is something looks coded and is not.
-- fix: Say in a few words of your own what this row’s line says.
-- needs: all_cells(name, locator, description, summary, paraphrase, finding)
WITH own AS (
    SELECT table_name, column_name, _line, value, lower(value) AS words
    FROM all_cells
    WHERE column_name NOT IN ('name', 'locator')
),
named AS (
    SELECT table_name, _line, lower(value) AS words
    FROM all_cells
    WHERE column_name IN ('name', 'locator')
),
-- To compare letters and digits alone is slow: it is done where the first letters do not differ already.
compared AS (
    SELECT o.table_name, o.column_name, o._line, o.value,
        CASE WHEN substr(o.words, 1, 1) BETWEEN 'a' AND 'z' AND substr(n.words, 1, 1) BETWEEN 'a' AND 'z'
                AND substr(o.words, 1, 1) <> substr(n.words, 1, 1) THEN false
            ELSE trim(regexp_replace(o.words, '[^a-z0-9]+', ' ', 'g')) = trim(regexp_replace(n.words, '[^a-z0-9]+', ' ', 'g'))
        END AS repeats
    FROM own o
    JOIN named n ON n.table_name = o.table_name AND n._line = o._line
),
empty AS (
    SELECT table_name, column_name, _line, value
    FROM own
    WHERE regexp_matches(words, '^\W*(a\W+|an\W+|the\W+|this\W+|some\W+)?(actor|person|people|group|organi[sz]ation|place|city|facility|base|event|happening|incident|attack|statement|quotation|quote|claim|report|number|figure|quantity|thing|something|someone|text|article|line|row|description|summary|paraphrase|name|test)(\W+(is|was|are|were))?(\W+(described|named|mentioned|reported|given|said|stated|told|coded|counted|quoted))?(\W+(in|by|from|of|with)\W+(the\W+|this\W+|its\W+|an\W+|a\W+|my\W+)?(own\W+|neutral\W+|plain\W+|other\W+)?(words|terms|article|text|line|source|author))?\W*$')
        OR regexp_matches(words, '^\W*(described|said|told|reported|given|put|stated|written|summarised)\W+(in|with)\W+(my\W+|our\W+|the\W+)?(own\W+|neutral\W+|plain\W+|other\W+)?(words|terms)\W*$')
        OR regexp_matches(words, '^\W*(see|as|same|like|ditto|new|unknown|various|neutral|own\W+words|lorem\W+ipsum.*)(\W+(in|as|the|an?|above|below|before|article|text|line|title|words|description))*\W*$')
    UNION
    SELECT table_name, column_name, _line, value FROM compared WHERE repeats
)
SELECT e.table_name, e._line AS line, e.column_name, '‘' || e.value || '’ says nothing' AS message
FROM empty e
