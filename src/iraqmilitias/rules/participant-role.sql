-- what: Whoever acts or suffers must be an actor; where it happened must be a place or a facility.
-- why: A base does not fire and a person is not a location.
-- fix: Correct the role, or name the actor, place or facility that is meant.
-- needs: participants(actor_id, place_id, facility_id, role)
SELECT 'participants' AS table_name, t._line AS line, 'role' AS column_name,
    coalesce(t.actor_id, t.place_id, t.facility_id) || ' cannot be the ' || t.role AS message
FROM participants t
WHERE (t.role IN ('initiator', 'victim', 'supporter', 'supplier', 'candidate')
        AND (t.place_id IS NOT NULL OR t.facility_id IS NOT NULL))
    OR (t.role IN ('location', 'origin', 'destination', 'near') AND t.actor_id IS NOT NULL)
