-- what: An alias must differ from the name.
-- why: The name is found anyway.
-- fix: Remove the row.
-- needs: aliases(alias, actor_id, place_id, facility_id), actors(actor_id, name), places(place_id, name), facilities(facility_id, name)
SELECT 'aliases' AS table_name, t._line AS line, 'alias' AS column_name,
    t.alias || ' is the name' AS message
FROM aliases t
WHERE EXISTS (SELECT 1 FROM actors a WHERE a.actor_id = t.actor_id AND a.name = t.alias)
    OR EXISTS (SELECT 1 FROM places p WHERE p.place_id = t.place_id AND p.name = t.alias)
    OR EXISTS (SELECT 1 FROM facilities f WHERE f.facility_id = t.facility_id AND f.name = t.alias)
