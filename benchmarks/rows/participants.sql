SELECT tag('par', p) AS participant_id, tag('rep', r) AS report_id,
    CASE WHEN p % 2 = 0 THEN tag('act', doer) WHEN r % 4 >= 2 THEN tag('act', (doer + 1) % actors()) END AS actor_id,
    CASE WHEN p % 2 = 1 AND r % 4 < 2 AND e % 10 <> 0 THEN tag('plc', pick(r, 6, places())) END AS place_id,
    CASE WHEN p % 2 = 1 AND r % 4 < 2 AND e % 10 = 0 THEN tag('fac', site_of(e)) END AS facility_id,
    CASE WHEN p % 2 = 0 THEN 'initiator' WHEN r % 4 >= 2 THEN 'target' ELSE 'location' END AS role,
    CASE WHEN p % 7 = 0 THEN 'hedged' ELSE 'asserted' END AS certainty,
    CASE WHEN p % 5 = 0 THEN 'article' ELSE 'line' END AS basis
FROM (SELECT p, p // 2 AS r, p // 56 * 2 + p // 2 % 2 AS e, pick(p // 56 * 2 + p // 2 % 2, 5, actors()) AS doer
    FROM range(articles() * 56) t(p))
