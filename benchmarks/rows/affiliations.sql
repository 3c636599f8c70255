SELECT tag('aff', i) AS affiliation_id, tag('act', i % actors()) AS actor_id,
    tag('act', (i + 1 + i // actors()) % actors()) AS organisation_id, 'linked_to' AS relation, 'asserted' AS certainty,
    CASE WHEN i % 4 = 0 THEN 'past' ELSE 'present' END AS tense,
    day_of(i) - 100 AS date_from, day_of(i) - 1 AS date_to, tag('src', i) AS source_id, 1 AS line, 'tied to each other' AS locator
FROM range(articles() // 4) t(i)
