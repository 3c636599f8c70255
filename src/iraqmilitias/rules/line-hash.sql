-- what: sha256 must be that of an empty text if the line is blank, and only then.
-- why: The hash identifies the line for readers who do not have the text.
-- fix: Correct role, or compute sha256 again.
-- needs: lines(role, sha256)
SELECT 'lines' AS table_name, t._line AS line, 'sha256' AS column_name,
    CASE WHEN t.role = 'blank' THEN 'is not that of an empty text, but role is blank' ELSE 'is that of an empty text, but role is ' || t.role END AS message
FROM lines t
WHERE (t.role = 'blank' AND t.sha256 <> 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    OR (t.role <> 'blank' AND t.sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
