SELECT tag('not', i) AS note_id, tag('evt', i) AS record_id, 'detail' AS kind, tag('ref', i % 20) AS reference_id,
    'More is known of it.' AS note
FROM range(articles() // 4) t(i)
