SELECT tag('ref', i) AS reference_id, 'Reference work ' || i AS title, 'Example Library' AS publisher, '2019-04' AS date,
    'https://example.org/reference/' || i AS url
FROM range(20) t(i)
