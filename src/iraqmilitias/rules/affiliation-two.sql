-- what: An affiliation must be between two different actors.
-- why: Nobody belongs to himself.
-- fix: Correct actor_id or organisation_id.
-- needs: affiliations(actor_id, organisation_id)
SELECT 'affiliations' AS table_name, t._line AS line, 'organisation_id' AS column_name,
    t.organisation_id || ' is actor_id too' AS message
FROM affiliations t
WHERE t.actor_id = t.organisation_id
