-- what: Two figures of equal measure, unit, actor, place and event whose periods overlap and whose values do not must have a row in conflicts; approximate ones only if they differ by more than a tenth.
-- why: Two numbers for one thing cannot both be right.
-- fix: Add the conflict with both figures.
-- needs: figures(figure_id, source_id, value_low, value_high, qualifier, measure, unit, actor_id, place_id, event_id, date_from, date_to), sources(source_id, date_from, date_to), all_pairs(record_id, other_id)
-- whole: all_pairs
WITH dated AS (
    SELECT f._line, f.figure_id, f.value_low, f.value_high, f.qualifier, f.measure, f.unit, f.actor_id, f.place_id, f.event_id,
        CASE WHEN f.date_from IS NULL AND f.date_to IS NULL THEN s.date_from ELSE f.date_from END AS period_from,
        CASE WHEN f.date_from IS NULL AND f.date_to IS NULL THEN s.date_to ELSE f.date_to END AS period_to
    FROM figures f
    JOIN sources s ON s.source_id = f.source_id
)
SELECT 'figures' AS table_name, y._line AS line, 'value_low' AS column_name,
    'excludes the values of ' || x.figure_id || ', and no row in conflicts says so' AS message
FROM dated x
JOIN dated y ON y.measure = x.measure AND y.unit = x.unit AND y._line > x._line
    AND coalesce(y.actor_id, '') = coalesce(x.actor_id, '')
    AND coalesce(y.place_id, '') = coalesce(x.place_id, '')
    AND coalesce(y.event_id, '') = coalesce(x.event_id, '')
WHERE (x.actor_id IS NOT NULL OR x.event_id IS NOT NULL)
    AND coalesce(x.period_from <= y.period_to, true) AND coalesce(y.period_from <= x.period_to, true)
    AND (x.value_high < y.value_low OR y.value_high < x.value_low)
    AND (
        (x.qualifier <> 'approximate' AND y.qualifier <> 'approximate')
        OR (y.value_low - x.value_high) * 10 > x.value_high
        OR (x.value_low - y.value_high) * 10 > y.value_high
    )
    AND NOT EXISTS (SELECT 1 FROM all_pairs s WHERE s.one_id = x.figure_id AND s.other_id IN (y.figure_id, y.event_id))
    AND NOT EXISTS (SELECT 1 FROM all_pairs s WHERE s.one_id = x.event_id AND s.other_id IN (y.figure_id, y.event_id))
