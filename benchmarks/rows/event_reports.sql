SELECT tag('rep', r) AS report_id, tag('evt', e) AS event_id, type_of(e) AS event_type, tag('src', r // 28) AS source_id,
    spot(r % 28) AS line, 'attack in ' || r AS locator,
    day_of(r // 28) - CASE WHEN e % 2 = 0 THEN 30 ELSE 10 END AS date_from,
    day_of(r // 28) - CASE WHEN e % 2 = 0 THEN 30 ELSE 10 END AS date_to, 'day' AS date_precision,
    CASE WHEN r % 5 = 0 THEN 'hedged' ELSE 'asserted' END AS certainty,
    CASE WHEN e % 2 = 1 THEN tag('evt', e - 1) END AS response_to,
    CASE WHEN r % 8 = 0 THEN 'Somebody attacked, as line ' ELSE 'Somebody attacked: line ' END || r || ' says.' AS summary
FROM (SELECT r, r // 28 * 2 + r % 2 AS e FROM range(articles() * 28) t(r))
