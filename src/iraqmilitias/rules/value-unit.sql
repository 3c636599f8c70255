-- what: The unit of a figure must fit its measure.
-- why: A wrong unit puts the figure into the wrong series: persons are not dollars.
-- fix: Correct unit or measure.
-- needs: figures(measure, unit)
SELECT 'figures' AS table_name, t._line AS line, 'unit' AS column_name,
    t.unit || ' does not fit ' || t.measure AS message
FROM figures t
WHERE (t.measure IN ('strength', 'killed') AND t.unit <> 'persons')
    OR (t.measure = 'attacks' AND t.unit <> 'attacks')
    OR (t.measure = 'strikes' AND t.unit <> 'occasions')
    OR (t.measure IN ('seats_held', 'seats_lost') AND t.unit <> 'seats')
    OR (t.measure IN ('budget', 'funds') AND t.unit <> 'usd')
    OR (t.measure = 'duration' AND t.unit NOT IN ('years', 'months', 'weeks', 'other'))
    OR (t.measure = 'calibre' AND t.unit <> 'millimetres')
