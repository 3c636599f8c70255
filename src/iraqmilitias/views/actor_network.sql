-- One row is one tie between two actors as one article and voice tells it, with both names.
-- not for: membership as a fact: a tie is a claim of its voice; and a missing tie is not a denial.
create view actor_network as
select
    t.affiliation_id,
    t.actor_id,
    a.name as actor,
    a.actor_type,
    t.relation,
    t.organisation_id,
    o.name as organisation,
    o.actor_type as organisation_type,
    t.title,
    t.certainty,
    t.date_from as tie_from,
    t.date_to as tie_to,
    coalesce(v.speaker, 'author') as voice,
    t.statement_id,
    v.speaker_id,
    v.relayed_by,
    byline(c.author, c.author_basis) as author,
    c.publisher,
    t.source_id,
    t.line,
    l.paragraph,
    t.locator,
    deep_link(c.url, t.locator) as url
from affiliations t
join actors a on a.actor_id = t.actor_id
join actors o on o.actor_id = t.organisation_id
join sources c on c.source_id = t.source_id
left join lines l on l.source_id = t.source_id and l.line = t.line
left join voices v on v.statement_id = t.statement_id
order by t.actor_id, t.organisation_id, t.relation, t.affiliation_id;
