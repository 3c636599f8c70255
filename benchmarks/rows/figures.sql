SELECT tag('fig', g) AS figure_id, tag('src', g // 20) AS source_id, spot(g % 20 + 10) AS line,
    'some ' || format('{:,}', v) || ' in all' AS locator, format('{:,}', v) AS printed,
    CASE WHEN g % 4 <> 3 THEN v END AS value_low, CASE WHEN g % 4 <> 2 THEN v END AS value_high,
    ['exact', 'approximate', 'at_least', 'at_most'][g % 4 + 1] AS qualifier,
    ['strength', 'killed', 'attacks', 'strikes', 'budget', 'duration'][g % 6 + 1] AS measure,
    ['persons', 'persons', 'attacks', 'occasions', 'usd', 'years'][g % 6 + 1] AS unit,
    'What is counted in case ' || g || '.' AS description, tag('act', actor) AS actor_id, tag('plc', place) AS place_id,
    CASE WHEN g % 20 = 0 THEN tag('evt', g // 20 * 2) END AS event_id,
    CASE WHEN g % 2 = 0 THEN day_of(g // 20) - 20 END AS date_from, CASE WHEN g % 2 = 0 THEN day_of(g // 20) END AS date_to
FROM (
    SELECT g, actor, place, 10 + (g % 6 * 37 + actor * 11 + place * 7) % 5000 AS v
    FROM (SELECT g, pick(g, 7, actors()) AS actor, pick(g, 8, places()) AS place FROM range(articles() * 20) t(g))
)
