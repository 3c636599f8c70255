-- One row is one voice that puts one actor into a part of one event: who says who did what to whom, when, how surely.
-- not for: who did it: a row is what one line says in one voice, and the same deed told twice is two rows.
--
-- From reports: everybody who is initiator, supporter, enabler or supplier of something that is an attack, a crackdown,
-- abuse or support with weapons or means. From statements: act accuse, with whom it is about; what is said is there in
-- what; an accusation that is told as a report, too, is there once, as the report. certainty is how surely the actor is
-- put into the part (a denial is not an accusation), event_certainty whether it happened at all. Nothing is done
-- against those who are supplied. event_ days are the best knowledge of the event, report_ days what the line says,
-- said_ days when the statement was made.
create view accusations as
with accused as (
    select p.report_id, p.actor_id, p.role, p.certainty
    from participants p
    where p.role in ('initiator', 'supporter', 'enabler', 'supplier') and p.actor_id is not null
        and p.certainty is distinct from 'denied'
),
against as (
    select
        p.report_id,
        string_agg(coalesce(a.name, f.name, pl.name), '; ' order by p.participant_id) as against,
        string_agg(distinct coalesce(a.camp, f.camp), ', ' order by coalesce(a.camp, f.camp)) as against_camps
    from participants p
    left join actors a on a.actor_id = p.actor_id
    left join facilities f on f.facility_id = p.facility_id
    left join places pl on pl.place_id = p.place_id
    where p.role in ('target', 'victim') and p.certainty is distinct from 'denied'
        and p.report_id not in (select report_id from participants where role = 'supplier')
    group by p.report_id
)
select
    r.report_id as record_id,
    coalesce(v.speaker, 'author') as accuser,
    v.speaker_id as accuser_id,
    v.relayed_by,
    c.publisher,
    a.name as accused,
    x.actor_id as accused_id,
    a.camp as accused_camp,
    x.role,
    x.certainty,
    r.certainty as event_certainty,
    r.event_type,
    r.summary as what,
    t.against,
    t.against_camps,
    r.event_id,
    e.name as event,
    e.date_from as event_from,
    e.date_to as event_to,
    e.date_precision as event_precision,
    r.date_from as report_from,
    r.date_to as report_to,
    r.date_precision as report_precision,
    v.said_from,
    v.said_to,
    r.source_id,
    r.line,
    deep_link(c.url, r.locator) as url
from accused x
join event_reports r on r.report_id = x.report_id
join events e on e.event_id = r.event_id
join event_types k on k.event_type = r.event_type
join actors a on a.actor_id = x.actor_id
join sources c on c.source_id = r.source_id
left join against t on t.report_id = r.report_id
left join voices v on v.statement_id = r.statement_id
where k.attack or r.event_type in ('crackdown', 'abuse', 'material-support')
union all by name
select
    s.statement_id as record_id,
    v.speaker as accuser,
    s.speaker_id as accuser_id,
    v.relayed_by,
    c.publisher,
    a.name as accused,
    s.about_id as accused_id,
    a.camp as accused_camp,
    'asserted' as certainty,
    s.paraphrase as what,
    v.said_from,
    v.said_to,
    s.source_id,
    s.line,
    deep_link(c.url, s.locator) as url
from statements s
join voices v on v.statement_id = s.statement_id
join sources c on c.source_id = s.source_id
left join actors a on a.actor_id = s.about_id
where s.act = 'accuse'
    and not exists (
        select 1 from accused x
        join event_reports r on r.report_id = x.report_id
        where r.statement_id = s.statement_id and x.actor_id = s.about_id
    )
order by source_id, line, record_id, accused_id;
