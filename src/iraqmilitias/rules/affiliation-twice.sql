-- what: A tie is coded once per article, pair, relation and voice.
-- why: A tie told twice by one voice in one article is one claim, at its fullest line.
-- fix: Keep the fullest line.
-- needs: affiliations(affiliation_id, actor_id, organisation_id, relation, statement_id, source_id)
SELECT 'affiliations' AS table_name, t._line AS line, 'relation' AS column_name,
    'the same tie in the same voice as ' || e.affiliation_id AS message
FROM affiliations t
JOIN affiliations e ON e.source_id = t.source_id AND e.actor_id = t.actor_id AND e.organisation_id = t.organisation_id
    AND e.relation = t.relation AND coalesce(e.statement_id, '') = coalesce(t.statement_id, '') AND e._line < t._line
