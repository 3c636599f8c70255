SELECT tag('src', a) AS source_id, 'article-' || a || '.txt' AS file_name, 'Report number ' || a AS title,
    'unknown' AS author_basis, 'Example Press' AS publisher, 'https://example.org/' || a AS url, day_of(a) AS date_from,
    day_of(a) AS date_to, 'news' AS genre, 'en' AS language, 'unverified' AS quotations, 40 AS lines, 1112 AS words,
    sha256('source' || a) AS sha256, 'a program' AS coded_by, 'machine' AS coder_kind, DATE '2026-11-21' AS coded_on
FROM range(articles()) t(a)
