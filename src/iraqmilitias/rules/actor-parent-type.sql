-- what: The parent of an actor must not be a person or a document.
-- why: A body is part of a body; who leads or backs it is an affiliation.
-- fix: Name the body that it is part of, or move the tie to affiliations.
-- needs: actors(actor_id, actor_type, parent_id)
SELECT 'actors' AS table_name, t._line AS line, 'parent_id' AS column_name,
    'is part of ' || p.actor_id || ', a ' || p.actor_type AS message
FROM actors t
JOIN actors p ON p.actor_id = t.parent_id
WHERE p.actor_type IN ('person', 'document')
