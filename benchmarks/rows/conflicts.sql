SELECT tag('cnf', i) AS conflict_id, 'number' AS kind, tag('fig', i) AS record_id, 'value_low' AS field,
    tag('ref', i) AS reference_id, 'open' AS verdict, 'The reference has another number.' AS finding
FROM range(20) t(i)
