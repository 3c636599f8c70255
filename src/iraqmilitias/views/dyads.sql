-- One row is one pair of camps, who is told to attack whom, with the number of attacks by their best-known dates.
-- not for: numbers of attacks: it counts coded events, of which one may be a run of many and part of another.
--
-- hedged_events: attacks in which every report puts the attacking camp with a reserve. first_day and last_day are the
-- bounds of all of them together, empty where one is open.
create view dyads as
with sides as (
    select distinct
        r.event_id,
        coalesce(a.camp, f.camp) as camp,
        case when p.role = 'initiator' then 'by' else 'on' end as side,
        p.certainty = 'asserted' as sure
    from participants p
    join event_reports r on r.report_id = p.report_id
    left join actors a on a.actor_id = p.actor_id
    left join facilities f on f.facility_id = p.facility_id
    where p.role in ('initiator', 'target', 'victim') and p.certainty is distinct from 'denied'
),
paired as (
    select b.camp as by_camp, o.camp as on_camp, e.event_id, e.date_from, e.date_to, bool_or(b.sure) as sure
    from events e
    join event_types k on k.event_type = e.event_type and k.attack
    join sides b on b.event_id = e.event_id and b.side = 'by' and b.camp is not null
    join sides o on o.event_id = e.event_id and o.side = 'on' and o.camp is not null
    group by b.camp, o.camp, e.event_id, e.date_from, e.date_to
)
select
    by_camp,
    on_camp,
    count(*) as event_count,
    count(*) filter (where not sure) as hedged_events,
    case when count(*) = count(date_from) then min(date_from) end as first_day,
    case when count(*) = count(date_to) then max(date_to) end as last_day,
    string_agg(event_id, ', ' order by event_id) as event_ids
from paired
group by by_camp, on_camp
order by by_camp, on_camp;
