-- what: A spelling must be listed once for each actor, place or facility.
-- why: A spelling that is listed twice finds its actor twice.
-- fix: Remove one of the two rows.
-- needs: aliases(alias_id, alias, actor_id, place_id, facility_id)
SELECT 'aliases' AS table_name, t._line AS line, 'alias' AS column_name,
    t.alias || ' duplicates ' || e.alias_id AS message
FROM aliases t
JOIN aliases e ON e.alias = t.alias AND e._line < t._line
    AND coalesce(e.actor_id, e.place_id, e.facility_id) = coalesce(t.actor_id, t.place_id, t.facility_id)
