-- what: Rows must be sorted by id.
-- why: A fixed order keeps changes small and easy to review.
-- fix: Move the row to its place.
-- needs: all_records
WITH placed AS (
    SELECT table_name, id_column, record_id, _line,
        lag(record_id) OVER (PARTITION BY table_name ORDER BY _line) AS before
    FROM all_records
    WHERE id_prefix <> ''
)
SELECT p.table_name, p._line AS line, p.id_column AS column_name,
    'comes after ' || p.before || ', which has the higher number' AS message
FROM placed p
WHERE length(p.before) > length(p.record_id) OR (length(p.before) = length(p.record_id) AND p.before > p.record_id)
