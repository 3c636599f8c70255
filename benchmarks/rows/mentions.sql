SELECT tag('men', m) AS mention_id, tag('src', m // 72) AS source_id, spot(m % 72 // 2) AS line,
    CASE m % 3 WHEN 0 THEN CASE WHEN m % 4 = 0 THEN 'Kata’ib ' ELSE 'Brigade ' END || referent
        WHEN 1 THEN 'City of ' || referent ELSE 'Camp ' || referent END AS text, 1 + m % 2 AS times,
    CASE WHEN m % 3 = 0 THEN tag('act', referent) END AS actor_id,
    CASE WHEN m % 3 = 1 THEN tag('plc', referent) END AS place_id,
    CASE WHEN m % 3 = 2 THEN tag('fac', referent) END AS facility_id,
    CASE WHEN m % 90 = 0 THEN tag('trm', m // 90 % 20) END AS term_id,
    CASE WHEN m % 90 = 0 THEN 'own' END AS stance,
    CASE WHEN m % 6 = 1 THEN tag('stm', m // 72 * 24 + m % 72 // 6 * 2) END AS statement_id
FROM (
    SELECT m, CASE WHEN m // 3 < many THEN m // 3 ELSE pick(m, 1, many) END AS referent
    FROM (SELECT m, CASE m % 3 WHEN 0 THEN actors() WHEN 1 THEN places() ELSE facilities() END AS many
        FROM range(articles() * 72) t(m))
)
