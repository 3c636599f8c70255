-- what: Rows of participants stand in the order of their numbers.
-- why: A fixed order keeps changes small and readable.
-- fix: Move the row to its place.
-- needs: participants(participant_id)
WITH placed AS (
    SELECT _line, participant_id AS id, lag(participant_id) OVER (ORDER BY _line) AS before FROM participants
)
SELECT 'participants' AS table_name, p._line AS line, 'participant_id' AS column_name,
    'stands after ' || p.before AS message
FROM placed p
WHERE length(p.before) > length(p.id) OR (length(p.before) = length(p.id) AND p.before > p.id)
