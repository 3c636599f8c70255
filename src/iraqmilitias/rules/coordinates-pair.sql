-- what: latitude, longitude and coordinate_kind must be given together.
-- why: Half a point cannot be drawn, and a point of unknown kind misleads.
-- fix: Fill in all three, or none.
-- each: table(latitude, longitude, coordinate_kind)
SELECT {table_text} AS table_name, t._line AS line, 'coordinate_kind' AS column_name,
    'latitude, longitude and coordinate_kind are filled in only in part' AS message
FROM {table} t
WHERE NOT (
    (t.latitude IS NULL AND t.longitude IS NULL AND t.coordinate_kind IS NULL)
    OR (t.latitude IS NOT NULL AND t.longitude IS NOT NULL AND t.coordinate_kind IS NOT NULL)
)
