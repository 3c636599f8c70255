-- One row is one event in one scheme: the code that ACLED, PLOVER or UCDP would use, how near it is, and the reason.
-- not for: appending to such data: the same events are in them already, and every one would be counted twice.
--
-- The row of crosswalks is that of the event's type and of a camp that is its target or victim (target_camp; the first
-- by name where several have a row), else that of any. recorded: whether the scheme would have such an event at all:
-- no where it has no counterpart; UCDP only where somebody is told to have been killed, empty where nothing is told.
-- It says nothing of what is in their data, which begin later and need a day and a place.
create view crosswalk as
with aimed_at as (
    select distinct r.event_id, coalesce(a.camp, f.camp) as camp
    from participants p
    join event_reports r on r.report_id = p.report_id
    left join actors a on a.actor_id = p.actor_id
    left join facilities f on f.facility_id = p.facility_id
    where p.role in ('target', 'victim') and p.certainty is distinct from 'denied'
),
fitting as (
    select e.event_id, k.scheme, k.target_camp, k.code, k.match, k.reason
    from events e
    join crosswalks k on k.event_type = e.event_type
    left join aimed_at t on t.event_id = e.event_id and t.camp = k.target_camp
    where t.camp is not null or k.target_camp = 'any'
    qualify row_number() over (
        partition by e.event_id, k.scheme order by k.target_camp = 'any', k.target_camp
    ) = 1
)
select
    e.event_id,
    e.event,
    e.event_type,
    k.scheme,
    k.target_camp,
    k.code,
    k.match,
    k.reason,
    case
        when k.match = 'none' then false
        when k.scheme <> 'ucdp' then true
        when l.killed_low > 0 then true
        when l.killed_high = 0 then false
    end as recorded,
    e.event_from,
    e.event_to,
    e.event_precision,
    e.part_of,
    e.url
from timeline e
join fitting k on k.event_id = e.event_id
left join casualties l on l.event_id = e.event_id
order by e.event_id, k.scheme;
