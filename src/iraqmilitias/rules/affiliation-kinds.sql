-- what: Nobody may lead, or be a part or member of, a person; and a person may be a member of a body, but not a part.
-- why: The relation says what kind of tie it is; a wrong one misleads anyone who draws the network.
-- fix: Correct the relation, or actor_id and organisation_id.
-- needs: affiliations(actor_id, organisation_id, relation), actors(actor_id, actor_type)
SELECT 'affiliations' AS table_name, t._line AS line, 'relation' AS column_name,
    CASE WHEN o.actor_type = 'person' AND t.relation IN ('leads', 'deputy_leads', 'member_of', 'part_of')
        THEN t.relation || ' ' || o.actor_id || ', a person'
        ELSE t.relation || ' with ' || a.actor_id || ', a person' END AS message
FROM affiliations t
JOIN actors a ON a.actor_id = t.actor_id
JOIN actors o ON o.actor_id = t.organisation_id
WHERE (o.actor_type = 'person' AND t.relation IN ('leads', 'deputy_leads', 'member_of', 'part_of'))
    OR (a.actor_type = 'person' AND t.relation = 'part_of')
