-- One row is one tie as one article and voice tells it: who is tied to whom, according to whom, how surely.
-- not for: a finding of membership or control: it is a claim of its voice; denied: this voice says it is not so.
--
-- Read from actor to organisation, by relation. in_conflict: another row or a reference contradicts it.
create view ties as
select
    t.affiliation_id,
    t.actor_id,
    a.name as actor,
    a.camp as actor_camp,
    t.relation,
    t.organisation_id,
    o.name as organisation,
    o.camp as organisation_camp,
    t.certainty,
    t.tense,
    t.title,
    t.date_from as tie_from,
    t.date_to as tie_to,
    coalesce(v.speaker, 'author') as voice,
    v.speaker_id,
    v.relayed_by,
    c.publisher,
    c.date_from as published_from,
    c.date_to as published_to,
    exists (
        select 1 from conflicts k where t.affiliation_id in (k.record_id, k.other_id)
    ) as in_conflict,
    t.statement_id,
    t.source_id,
    t.line,
    t.locator,
    deep_link(c.url, t.locator) as url
from affiliations t
join actors a on a.actor_id = t.actor_id
join actors o on o.actor_id = t.organisation_id
join sources c on c.source_id = t.source_id
left join voices v on v.statement_id = t.statement_id
order by t.affiliation_id;
