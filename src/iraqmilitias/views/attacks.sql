-- One row is one attack: when, by whom and on whom by whose word, where, with what losses, how often told, if disputed.
-- not for: adding up: a run and its single attacks are both here (part_of); who did it is what the reports say.
--
-- initiators lists, once each, who is named as the doer, how surely, and by whom ("author" is the article's author).
-- initiator_camps and target_camps are for counting: a site's camp is whose people or property are placed there.
-- Denied participants are left out. disputed: a conflict is about the event or one of its reports.
create view attacks as
with told as (
    select
        r.event_id, p.participant_id, p.role, p.actor_id, p.facility_id,
        coalesce(a.name, f.name, pl.name) as who,
        coalesce(a.camp, f.camp) as camp,
        coalesce(a.name, f.name, pl.name) || ' (' || p.certainty || ', '
            || coalesce(v.speaker, 'author') || ' in ' || c.publisher || ')' as by_whose_word
    from participants p
    join event_reports r on r.report_id = p.report_id
    join sources c on c.source_id = r.source_id
    left join voices v on v.statement_id = r.statement_id
    left join actors a on a.actor_id = p.actor_id
    left join facilities f on f.facility_id = p.facility_id
    left join places pl on pl.place_id = p.place_id
    where p.certainty is distinct from 'denied'
),
parties as (
    select
        event_id,
        string_agg(distinct by_whose_word, '; ' order by by_whose_word) filter (where role = 'initiator') as initiators,
        string_agg(distinct camp, ', ' order by camp) filter (where role = 'initiator') as initiator_camps,
        string_agg(distinct who, '; ' order by who) filter (where role in ('target', 'victim')) as targets,
        string_agg(distinct camp, ', ' order by camp) filter (where role in ('target', 'victim')) as target_camps,
        string_agg(distinct who, '; ' order by who) filter (
            where facility_id is not null and role in ('target', 'location')
        ) as sites
    from told
    group by event_id
),
conflicted as (
    select record_id as id from conflicts
    union
    select other_id from conflicts where other_id is not null
)
select
    e.event_id,
    e.event,
    e.event_type,
    e.event_from,
    e.event_to,
    e.event_precision,
    e.event_edtf,
    e.date_basis,
    p.initiators,
    p.initiator_camps,
    p.targets,
    p.target_camps,
    p.sites,
    e.place_id,
    e.place,
    e.latitude,
    e.longitude,
    e.coordinate_kind,
    l.killed_low,
    l.killed_best,
    l.killed_high,
    l.killed_basis,
    l.injured_low,
    l.injured_best,
    l.injured_high,
    l.injured_basis,
    e.report_count,
    e.source_count,
    e.part_of,
    e.event_id in (select id from conflicted) or exists (
        select 1 from event_reports r where r.event_id = e.event_id and r.report_id in (select id from conflicted)
    ) as disputed,
    e.source_id,
    e.line,
    e.url
from timeline e
join event_types k on k.event_type = e.event_type and k.attack
left join parties p on p.event_id = e.event_id
left join casualties l on l.event_id = e.event_id
order by e.begins_from nulls first, e.event_to nulls last, e.event_id;
