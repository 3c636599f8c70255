-- One row is one tie between the Iranian side and somebody else, whichever of the two the affiliation names first.
-- not for: what Iran commands: backing, alliance and a loose link are told apart by relation, and each has its voice.
--
-- iranian is the party of camp iran, other the party that is not; ties inside the Iranian state are left out.
create view iran_ties as
select
    t.affiliation_id,
    case when t.actor_camp = 'iran' then t.actor else t.organisation end as iranian,
    case when t.actor_camp = 'iran' then t.actor_id else t.organisation_id end as iranian_id,
    case when t.actor_camp = 'iran' then t.organisation else t.actor end as other,
    case when t.actor_camp = 'iran' then t.organisation_id else t.actor_id end as other_id,
    case when t.actor_camp = 'iran' then t.organisation_camp else t.actor_camp end as other_camp,
    t.relation,
    case when t.actor_camp = 'iran' then 'from Iran' else 'to Iran' end as direction,
    t.certainty,
    t.tense,
    t.voice,
    t.relayed_by,
    t.publisher,
    t.published_from,
    t.published_to,
    t.in_conflict,
    t.source_id,
    t.line,
    t.url
from ties t
where (t.actor_camp = 'iran') <> (t.organisation_camp = 'iran')
order by t.affiliation_id;
