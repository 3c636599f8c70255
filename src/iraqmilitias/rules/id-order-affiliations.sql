-- what: Rows of affiliations stand in the order of their numbers.
-- why: A fixed order keeps changes small and readable.
-- fix: Move the row to its place.
-- needs: affiliations(affiliation_id)
WITH placed AS (
    SELECT _line, affiliation_id AS id, lag(affiliation_id) OVER (ORDER BY _line) AS before FROM affiliations
)
SELECT 'affiliations' AS table_name, p._line AS line, 'affiliation_id' AS column_name,
    'stands after ' || p.before AS message
FROM placed p
WHERE length(p.before) > length(p.id) OR (length(p.before) = length(p.id) AND p.before > p.id)
