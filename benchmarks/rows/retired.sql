SELECT tag('xyz', i) AS record_id, '0.1.0' AS retired_in, 'error' AS kind, 'Was no row of its own.' AS reason
FROM range(20) t(i)
