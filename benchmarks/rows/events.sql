SELECT tag('evt', e) AS event_id, 'Attack number n' || e AS name, type_of(e) AS event_type,
    day_of(e // 2) - CASE WHEN e % 2 = 0 THEN 30 ELSE 10 END AS date_from,
    day_of(e // 2) - CASE WHEN e % 2 = 0 THEN 30 ELSE 10 END AS date_to, 'day' AS date_precision, 'reported' AS date_basis,
    tag('plc', CASE WHEN e % 10 = 0 THEN site_of(e) % places() ELSE pick(e, 4, places()) END) AS place_id,
    CASE WHEN e % 10 = 0 THEN tag('fac', site_of(e)) END AS facility_id, 'Attack n' || e || ' among others.' AS description,
    tag('src', e // 2) AS source_id, spot(e % 2) AS line, 'attack in ' || (e // 2 * 28 + e % 2) AS locator
FROM range(articles() * 2) t(e)
