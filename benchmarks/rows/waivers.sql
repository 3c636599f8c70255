SELECT tag('src', i) AS source_id, 3 AS line, 'one' AS text, 'number' AS kind, 'A way of speaking, no number.' AS reason
FROM range(articles() // 4) t(i)
