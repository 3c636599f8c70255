SELECT tag('fac', i) AS facility_id, 'Base number ' || i AS name, 'base' AS facility_type, true AS named,
    tag('plc', i % places()) AS place_id, 'Base ' || i || ' of the list.' AS description,
    tag('src', (i * 3 + 2) // 72) AS source_id, spot((i * 3 + 2) % 72 // 2) AS line
FROM range(facilities()) t(i)
