-- what: A row must name exactly one of actor, place and facility.
-- why: A row with two of them would count for both, and a row with none for nothing.
-- fix: Fill in exactly one of actor_id, place_id and facility_id.
-- each: table(actor_id, place_id, facility_id)
WITH counted AS (
    SELECT _line, (CASE WHEN actor_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN place_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN facility_id IS NULL THEN 0 ELSE 1 END) AS targets
    FROM {table}
)
-- A figure may be about an actor at a place, or about none of the three.
SELECT {table_text} AS table_name, t._line AS line, 'actor_id' AS column_name,
    'names ' || cast(t.targets AS varchar) || ' of actor, place and facility' AS message
FROM counted t
WHERE t.targets <> 1 AND {table_text} <> 'figures'
