-- what: A line has the fingerprint of no text exactly when it is blank.
-- why: The fingerprint proves the line where the text is not at hand.
-- fix: Correct role, or compute sha256 anew.
-- needs: lines(role, sha256)
SELECT 'lines' AS table_name, t._line AS line, 'sha256' AS column_name,
    CASE WHEN t.role = 'blank' THEN 'is not that of a blank line' ELSE 'is that of a blank line' END AS message
FROM lines t
WHERE (t.role = 'blank' AND t.sha256 <> 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    OR (t.role <> 'blank' AND t.sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
