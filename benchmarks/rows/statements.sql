SELECT tag('stm', s) AS statement_id, tag('src', a) AS source_id, spot(j // 2 * 3) AS line,
    'as told in ' || s AS locator, tag('act', CASE WHEN j = 22 THEN base ELSE (base + j) % actors() END) AS speaker_id,
    CASE WHEN j % 6 = 2 THEN tag('act', (base + 30) % actors()) END AS via_id,
    CASE WHEN j % 4 = 1 THEN tag('stm', s - 1) END AS within_id, CASE WHEN j = 22 THEN tag('stm', s - 22) END AS continues_id,
    ['direct', 'indirect', 'mixed'][j % 3 + 1] AS mode,
    ['assess', 'claim', 'accuse', 'warn', 'threaten', 'pledge', 'demand', 'deny'][s % 8 + 1] AS act,
    CASE WHEN j % 3 = 0 THEN tag('act', (base + 31) % actors()) END AS addressee_id,
    tag('act', pick(s, 2, actors())) AS about_id,
    ['militia_attacks', 'us_response', 'us_presence', 'iraqi_politics', 'protests', 'syria', 'other'][s % 7 + 1] AS topic,
    CASE WHEN j % 4 = 0 THEN day_of(a) - 3 END AS date_from, day_of(a) AS date_to,
    CASE WHEN j % 3 = 1 THEN NULL WHEN j % 2 = 0 THEN 'verbatim' ELSE 'unverified' END AS fidelity,
    CASE WHEN j % 3 <> 1 AND j % 2 = 0 THEN tag('ref', s % 20) END AS reference_id,
    CASE WHEN s % 9 = 0 THEN 'Says, in other words, that case ' ELSE 'Says that case ' END || s || ' needs an answer.' AS paraphrase
FROM (SELECT s, s // 24 AS a, s % 24 AS j, pick(s // 24, 3, actors()) AS base FROM range(articles() * 24) t(s))
