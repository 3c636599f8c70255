-- what: A tie must be coded once for each article, pair, relation and voice.
-- why: One voice that tells a tie twice in one article makes one claim.
-- fix: Keep the row at the line that says most, and remove the other.
-- needs: affiliations(affiliation_id, actor_id, organisation_id, relation, statement_id, source_id)
SELECT 'affiliations' AS table_name, t._line AS line, 'relation' AS column_name,
    'repeats the tie and the voice of ' || e.affiliation_id AS message
FROM affiliations t
JOIN affiliations e ON e.source_id = t.source_id AND e.actor_id = t.actor_id AND e.organisation_id = t.organisation_id
    AND e.relation = t.relation AND coalesce(e.statement_id, '') = coalesce(t.statement_id, '') AND e._line < t._line
