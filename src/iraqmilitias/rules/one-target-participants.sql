-- what: A row of participants names exactly one of actor, place and facility.
-- why: A row with two targets counts for both, one without any for nothing.
-- fix: Fill exactly one of actor_id, place_id and facility_id.
-- needs: participants(actor_id, place_id, facility_id)
SELECT 'participants' AS table_name, t._line AS line, 'actor_id' AS column_name,
    'names ' || cast((CASE WHEN t.actor_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN t.place_id IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN t.facility_id IS NULL THEN 0 ELSE 1 END) AS varchar) || ' of actor, place and facility' AS message
FROM participants t
WHERE (CASE WHEN t.actor_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN t.place_id IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN t.facility_id IS NULL THEN 0 ELSE 1 END) <> 1
