-- what: A country has its ISO 3166 code.
-- why: Maps and joins with other datasets go through the code.
-- fix: Fill iso_3166.
-- needs: places(place_id, place_type, iso_3166)
SELECT 'places' AS table_name, t._line AS line, 'iso_3166' AS column_name,
    t.place_id || ' is a country without a code' AS message
FROM places t
WHERE t.place_type = 'country' AND t.iso_3166 IS NULL
