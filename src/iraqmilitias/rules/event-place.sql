-- what: The facility of an event must lie in its place.
-- why: Place and facility must not point to different parts of the map.
-- fix: Use the facility’s place, or a place that contains it.
-- needs: events(place_id, facility_id), facilities(facility_id, place_id), places(place_id, parent_id)
-- whole: places
WITH RECURSIVE inside AS (
    SELECT place_id, place_id AS holder_id FROM places
    UNION
    SELECT i.place_id, p.parent_id FROM inside i JOIN places p ON p.place_id = i.holder_id WHERE p.parent_id IS NOT NULL
)
SELECT 'events' AS table_name, e._line AS line, 'facility_id' AS column_name,
    CASE WHEN e.place_id IS NULL THEN f.facility_id || ' is filled in, but place_id is not'
        ELSE f.facility_id || ' does not lie in ' || e.place_id END AS message
FROM events e
JOIN facilities f ON f.facility_id = e.facility_id
WHERE NOT EXISTS (
    SELECT 1 FROM inside i WHERE i.place_id = f.place_id AND i.holder_id = e.place_id
)
