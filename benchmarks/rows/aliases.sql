SELECT tag('als', i) AS alias_id, 'Spelling ' || i AS alias, 'en' AS language, tag('act', i % actors()) AS actor_id,
    tag('ref', i % 20) AS reference_id
FROM range(articles() // 4) t(i)
