-- what: A state must have the code of its country.
-- why: Joins with other datasets use the country’s code.
-- fix: Fill in country with the ISO 3166-1 alpha-3 code.
-- needs: actors(actor_id, actor_type, country)
SELECT 'actors' AS table_name, t._line AS line, 'country' AS column_name,
    'is empty, but ' || t.actor_id || ' is a state' AS message
FROM actors t
WHERE t.actor_type = 'state' AND t.country IS NULL
