-- One row is one event with its date, place, point on a map, and how many reports and sources tell it.
-- not for: adding up: an event may be part of another (part_of); nor for reading the point as the place of impact.
--
-- The point is the facility's, else that of the event's place, else that of the place that the facility lies in.
-- An enclosing place's point used for a facility is a stand_in, whatever it is for the place itself.
-- In order of begins_from, the first day on which it can have begun: its own, else that of the event that it is part
-- of or of one that it answers. Where nothing bounds it, it may be the earliest of all and stands first.
create view timeline as
with report_counts as (
    select event_id, count(*) as report_count, count(distinct source_id) as source_count
    from event_reports
    group by event_id
),
answered as (
    select r.event_id, max(a.date_from) as answered_from
    from event_reports r
    join events a on a.event_id = r.response_to
    group by r.event_id
)
select
    e.event_id,
    e.name as event,
    e.event_type,
    e.date_from as event_from,
    e.date_to as event_to,
    e.date_precision as event_precision,
    coalesce(e.date_from, greatest(whole.date_from, q.answered_from)) as begins_from,
    edtf(e.date_from, e.date_to, e.date_precision) as event_edtf,
    e.date_basis,
    coalesce(e.place_id, f.place_id) as place_id,
    p.name as place,
    e.facility_id,
    f.name as facility,
    coalesce(f.latitude, p.latitude) as latitude,
    coalesce(f.longitude, p.longitude) as longitude,
    case
        when f.latitude is not null then f.coordinate_kind
        when p.latitude is not null and f.facility_id is not null then 'stand_in'
        else p.coordinate_kind
    end as coordinate_kind,
    coalesce(n.report_count, 0) as report_count,
    coalesce(n.source_count, 0) as source_count,
    e.part_of,
    whole.name as part_of_event,
    e.reference_id,
    e.description,
    e.source_id,
    e.line,
    deep_link(c.url, e.locator) as url
from events e
join sources c on c.source_id = e.source_id
left join facilities f on f.facility_id = e.facility_id
left join places p on p.place_id = coalesce(e.place_id, f.place_id)
left join events whole on whole.event_id = e.part_of
left join report_counts n on n.event_id = e.event_id
left join answered q on q.event_id = e.event_id
order by begins_from nulls first, e.date_to nulls last, e.event_id;
