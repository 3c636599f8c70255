SELECT tag('act', i) AS actor_id, 'Actor number ' || i AS name,
    ['armed_group', 'person', 'government_body', 'media', 'military'][i % 5 + 1] AS actor_type, true AS named, 'other' AS camp,
    CASE WHEN i % 5 = 4 THEN tag('act', i - 4) END AS parent_id,
    CASE WHEN i % 7 = 0 THEN 'Q' || (i + 100) END AS wikidata, CASE WHEN i < 20 THEN tag('ref', i) END AS reference_id,
    'A body, or a person, of kind ' || i % 5 || '.' AS description, tag('src', i * 3 // 72) AS source_id,
    spot(i * 3 % 72 // 2) AS line
FROM range(actors()) t(i)
