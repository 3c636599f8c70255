SELECT tag('plc', i) AS place_id, 'Place number ' || i AS name,
    CASE WHEN i = 0 THEN 'country' WHEN i % 2 = 1 THEN 'governorate' ELSE 'city' END AS place_type,
    CASE WHEN i = 0 THEN NULL WHEN i % 2 = 1 THEN tag('plc', 0) ELSE tag('plc', i - 1) END AS parent_id,
    CASE WHEN i > 0 THEN 30 + i % 700 / 100 END AS latitude, CASE WHEN i > 0 THEN 40 + i % 800 / 100 END AS longitude,
    CASE WHEN i > 0 THEN 'centre' END AS coordinate_kind, CASE WHEN i = 0 THEN 'IQ' END AS iso_3166,
    tag('ref', i % 20) AS reference_id, 'A place on the map.' AS description,
    tag('src', (i * 3 + 1) // 72) AS source_id, spot((i * 3 + 1) % 72 // 2) AS line
FROM range(places()) t(i)
