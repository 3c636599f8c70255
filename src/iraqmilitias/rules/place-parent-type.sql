-- what: The parent of a place must be larger: of a country only a region; only an area may lie in a city or an area.
-- why: A parent that is smaller than its child makes counts by place wrong.
-- fix: Correct place_type of one of them, or parent_id.
-- needs: places(place_id, place_type, parent_id)
SELECT 'places' AS table_name, t._line AS line, 'parent_id' AS column_name,
    'a ' || t.place_type || ' cannot lie in ' || p.place_id || ', a ' || p.place_type AS message
FROM places t
JOIN places p ON p.place_id = t.parent_id
WHERE (t.place_type = 'country' AND p.place_type <> 'region')
    OR (p.place_type IN ('city', 'area') AND t.place_type <> 'area')
