SELECT tag('src', i // 40) AS source_id, i % 40 + 1 AS line,
    CASE WHEN i % 10 <> 1 THEN i % 40 // 10 * 9 + CASE WHEN i % 10 = 0 THEN 0 ELSE i % 10 - 1 END + 1 END AS paragraph,
    CASE WHEN i % 10 = 1 THEN 'blank' WHEN i % 40 = 0 THEN 'title' ELSE 'body' END AS role,
    CASE WHEN i % 10 = 1 THEN 0 ELSE i % 40 + 11 END AS words, CASE WHEN i % 10 = 1 THEN 0 ELSE i % 3 END AS numbers,
    CASE WHEN i % 10 = 1 THEN 0 ELSE i % 2 END AS quotations, CASE WHEN i % 10 = 1 THEN 0 ELSE 2 END AS names,
    sha256(CASE WHEN i % 10 = 1 THEN '' ELSE 'line' || i END) AS sha256
FROM range(articles() * 40) t(i)
