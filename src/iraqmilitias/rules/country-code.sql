-- what: A country must have its ISO 3166 code.
-- why: Maps and joins with other datasets use the code.
-- fix: Fill in iso_3166.
-- needs: places(place_id, place_type, iso_3166)
SELECT 'places' AS table_name, t._line AS line, 'iso_3166' AS column_name,
    'is empty, but ' || t.place_id || ' is a country' AS message
FROM places t
WHERE t.place_type = 'country' AND t.iso_3166 IS NULL
