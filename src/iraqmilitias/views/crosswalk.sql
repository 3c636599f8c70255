-- One row is one event beside the columns one needs to match it with ACLED, UCDP or PLOVER data; no match is made here.
-- not for: appending to such data: the same happenings are in them already, and every one would be counted twice.
--
-- The codes are the nearest, not the same: src/iraqmilitias/crosswalks says for each how near, and docs/crosswalks.md
-- how to match. Dates are bounds: match a day that lies within them. The point may be a whole city's or country's
-- (coordinate_kind); events that are part of another (part_of) are in that one's row too.
create view crosswalk as
with recursive within as (
    select place_id, place_id as outer_id from places
    union
    select w.place_id, p.parent_id from within w join places p on p.place_id = w.outer_id where p.parent_id is not null
),
countries as (
    select w.place_id, min(p.name) as country, min(p.iso_3166) as country_iso
    from within w
    join places p on p.place_id = w.outer_id and p.place_type = 'country'
    group by w.place_id
),
acled_types (sub_event, main_event) as (
    values
        ('Agreement', 'Strategic developments'),
        ('Air/drone strike', 'Explosions/Remote violence'),
        ('Armed clash', 'Battles'),
        ('Attack', 'Violence against civilians'),
        ('Change to group/activity', 'Strategic developments'),
        ('Disrupted weapons use', 'Strategic developments'),
        ('Excessive force against protesters', 'Protests'),
        ('Government regains territory', 'Battles'),
        ('Non-violent transfer of territory', 'Strategic developments'),
        ('Other', 'Strategic developments'),
        ('Peaceful protest', 'Protests'),
        ('Shelling/artillery/missile attack', 'Explosions/Remote violence')
),
roles as (
    select
        r.event_id,
        string_agg(distinct a.name, '; ' order by a.name) filter (where t.role = 'initiator') as initiators,
        string_agg(distinct a.name, '; ' order by a.name) filter (where t.role = 'target') as targets
    from participants t
    join event_reports r on r.report_id = t.report_id
    join actors a on a.actor_id = t.actor_id
    group by r.event_id
)
select
    e.event_id,
    e.event,
    e.event_type,
    m.main_event as acled_event_type,
    k.acled as acled_sub_event_type,
    case k.ucdp when 'state-based' then 1 when 'non-state' then 2 when 'one-sided' then 3 end as ucdp_type_number,
    k.ucdp as ucdp_type_of_violence,
    k.plover as plover_category,
    e.event_from,
    e.event_to,
    e.event_precision,
    e.event_edtf,
    c.country,
    c.country_iso,
    e.place_id,
    e.place,
    e.facility_id,
    e.facility,
    e.latitude,
    e.longitude,
    e.coordinate_kind,
    i.initiators,
    i.targets,
    e.report_count,
    e.source_count,
    e.part_of,
    e.source_id,
    e.line,
    e.url
from timeline e
join event_types k on k.event_type = e.event_type
left join acled_types m on m.sub_event = k.acled
left join countries c on c.place_id = e.place_id
left join roles i on i.event_id = e.event_id
order by e.event_id;
