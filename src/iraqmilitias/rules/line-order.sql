-- what: Lines are numbered from 1 without a gap, and paragraphs too.
-- why: Every line is there, blank ones too.
-- fix: Add the missing line or correct the number.
-- needs: lines(source_id, line, paragraph)
WITH counted AS (
    SELECT t.*, row_number() OVER (PARTITION BY source_id ORDER BY _line) AS place,
        count(paragraph) OVER (PARTITION BY source_id ORDER BY _line) AS paragraphs
    FROM lines t
)
SELECT 'lines' AS table_name, c._line AS line, CASE WHEN c.line <> c.place THEN 'line' ELSE 'paragraph' END AS column_name,
    'is out of order' AS message
FROM counted c
WHERE c.line <> c.place OR c.paragraph <> c.paragraphs
