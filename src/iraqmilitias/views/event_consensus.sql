-- One row is one event: what its reports say taken together, by a counting rule.
-- not for: the truth by vote: reports copy one another, and each counts once however well it knows.
--
-- widest_from, widest_to: the earliest and latest day that any report allows; empty if one report leaves it open.
-- shared_from, shared_to: the days that all reports allow (latest date_from, earliest date_to; an open bound
--   restricts nothing); both empty where the reports exclude one another, and then dates_exclude is true.
-- majority_*: the type, place (role location), facility (role location), initiator and target that more than half of
--   the event's reports have, and at least two; empty where none has. *_reports: how many have it. An initiator or
--   target may be of any kind; what a voice denies does not count.
-- disagree_share: reports whose type excludes the majority's (see the macro types_exclude), of all reports.
create view event_consensus as
with bounds as (
    select
        event_id,
        count(*) as report_count,
        count(distinct source_id) as source_count,
        case when count(date_from) = count(*) then min(date_from) end as widest_from,
        case when count(date_to) = count(*) then max(date_to) end as widest_to,
        max(date_from) as latest_from,
        min(date_to) as earliest_to,
        coalesce(max(date_from) > min(date_to), false) as dates_exclude
    from event_reports
    group by event_id
),
majority_types as (
    select r.event_id, r.event_type, count(*) as n
    from event_reports r
    join bounds b on b.event_id = r.event_id
    group by r.event_id, r.event_type, b.report_count
    having n > 1 and 2 * n > b.report_count
),
type_disagreement as (
    select r.event_id, count(*) filter (where types_exclude(r.event_type, m.event_type)) as n
    from event_reports r
    join majority_types m on m.event_id = r.event_id
    group by r.event_id
),
in_roles as (
    select
        r.event_id,
        r.report_id,
        case when p.role <> 'location' then p.role when p.place_id is not null then 'place' else 'facility' end as slot,
        coalesce(p.actor_id, p.place_id, p.facility_id) as who_id,
        coalesce(a.name, pl.name, f.name) as who
    from participants p
    join event_reports r on r.report_id = p.report_id
    left join actors a on a.actor_id = p.actor_id
    left join places pl on pl.place_id = p.place_id
    left join facilities f on f.facility_id = p.facility_id
    where p.role in ('initiator', 'target', 'location') and p.certainty is distinct from 'denied'
),
majority_parts as (
    select r.event_id, r.slot, r.who_id, r.who, count(distinct r.report_id) as n
    from in_roles r
    join bounds b on b.event_id = r.event_id
    group by r.event_id, r.slot, r.who_id, r.who, b.report_count
    having n > 1 and 2 * n > b.report_count
    -- two that stand together in most reports both have it: the one in more, then the lower id
    qualify row_number() over (partition by r.event_id, r.slot order by n desc, length(r.who_id), r.who_id) = 1
)
select
    e.event_id,
    e.name as event,
    coalesce(b.report_count, 0) as report_count,
    coalesce(b.source_count, 0) as source_count,
    b.widest_from,
    b.widest_to,
    case when not b.dates_exclude then b.latest_from end as shared_from,
    case when not b.dates_exclude then b.earliest_to end as shared_to,
    b.dates_exclude,
    m.event_type as majority_type,
    m.n as majority_type_reports,
    round(d.n / b.report_count, 4) as disagree_share,
    place.who_id as majority_place_id,
    place.who as majority_place,
    place.n as majority_place_reports,
    site.who_id as majority_facility_id,
    site.who as majority_facility,
    site.n as majority_facility_reports,
    initiator.who_id as majority_initiator_id,
    initiator.who as majority_initiator,
    initiator.n as majority_initiator_reports,
    target.who_id as majority_target_id,
    target.who as majority_target,
    target.n as majority_target_reports
from events e
left join bounds b on b.event_id = e.event_id
left join majority_types m on m.event_id = e.event_id
left join type_disagreement d on d.event_id = e.event_id
left join majority_parts place on place.event_id = e.event_id and place.slot = 'place'
left join majority_parts site on site.event_id = e.event_id and site.slot = 'facility'
left join majority_parts initiator on initiator.event_id = e.event_id and initiator.slot = 'initiator'
left join majority_parts target on target.event_id = e.event_id and target.slot = 'target'
order by e.event_id;
