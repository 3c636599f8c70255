-- what: Own words must say something: what is counted, who it is, what was said.
-- why: A cell that only says that there is something looks coded and is not.
-- fix: Say in a few words of your own what this row’s line says.
-- needs: all_cells(name, locator, description, summary, paraphrase, finding)
WITH own AS (
    SELECT table_name, column_name, _line, value,
        trim(regexp_replace(lower(value), '[^a-z0-9]+', ' ', 'g')) AS words
    FROM all_cells
    WHERE column_name NOT IN ('name', 'locator')
)
SELECT o.table_name, o._line AS line, o.column_name, '‘' || o.value || '’ says nothing' AS message
FROM own o
WHERE regexp_matches(o.words, '^(a |an |the |this |some )?(actor|person|people|group|organi[sz]ation|place|city|facility|base|event|happening|incident|attack|statement|quotation|quote|claim|report|number|figure|quantity|thing|something|someone|text|article|line|row|description|summary|paraphrase|name|test)( (is|was|are|were))?( (described|named|mentioned|reported|given|said|stated|told|coded|counted|quoted))?( (in|by|from|of|with) (the |this |its |an |a |my )?(own |neutral |plain |other )?(words|terms|article|text|line|source|author))?$')
    OR regexp_matches(o.words, '^(described|said|told|reported|given|put|stated|written|summarised) (in|with) (my |our |the )?(own |neutral |plain |other )?(words|terms)$')
    OR regexp_matches(o.words, '^(see|as|same|like|ditto|new|unknown|various|neutral|own words|lorem ipsum.*)( (in|as|the|an?|above|below|before|article|text|line|title|words|description))*$')
    OR EXISTS (
        SELECT 1 FROM all_cells n
        WHERE n.table_name = o.table_name AND n._line = o._line AND n.column_name IN ('name', 'locator')
            AND trim(regexp_replace(lower(n.value), '[^a-z0-9]+', ' ', 'g')) = o.words
    )
