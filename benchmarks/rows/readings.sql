SELECT tag('evt', i) AS record_id, 'reader' AS reader, 'machine' AS reader_kind, DATE '2026-11-27' AS read_on,
    sha256(i::VARCHAR) AS row_sha256, 3 AS questions, 3 AS affirmed, 0 AS open
FROM range(articles() // 4) t(i)
