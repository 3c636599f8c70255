SELECT tag('trm', i) AS term_id, 'zealous rabble ' || i AS term, 'armed group' AS neutral,
    'The words judge those whom they name.' AS why, tag('src', 0) AS source_id, 1 AS line
FROM range(20) t(i)
