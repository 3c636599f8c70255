-- what: Lines must be numbered from 1 without a gap, and so must paragraphs.
-- why: Every line of the article is listed, blank ones too.
-- fix: Add the missing line, or correct the number.
-- needs: lines(source_id, line, paragraph)
-- whole: lines
WITH placed AS (
    SELECT t._line, t.line, t.paragraph, row_number() OVER (PARTITION BY t.source_id ORDER BY t._line) AS place,
        lag(t.line) OVER (PARTITION BY t.source_id ORDER BY t._line) AS before,
        count(t.paragraph) OVER (PARTITION BY t.source_id ORDER BY t._line) AS paragraphs
    FROM lines t
), numbered AS (
    SELECT t._line, lag(t.paragraph) OVER (PARTITION BY t.source_id ORDER BY t._line) AS before
    FROM lines t
    WHERE t.paragraph IS NOT NULL
)
-- Out of order is what fits neither its place nor the row before: one gap is one issue, not one for each later row.
SELECT 'lines' AS table_name, p._line AS line,
    CASE WHEN p.line <> p.place AND p.line <> coalesce(p.before, 0) + 1 THEN 'line' ELSE 'paragraph' END AS column_name,
    'is out of order' AS message
FROM placed p
LEFT JOIN numbered n ON n._line = p._line
WHERE (p.line <> p.place AND p.line <> coalesce(p.before, 0) + 1)
    OR (p.paragraph <> p.paragraphs AND p.paragraph <> coalesce(n.before, 0) + 1)
