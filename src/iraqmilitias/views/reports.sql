-- One row is one report of an event: one line and voice, with participants, places and voice spelled out.
-- not for: counting happenings: it counts how often articles mention them; roles are not findings of responsibility.
--
-- Each role's column lists names with ids, in the order in which they were coded.
create view reports as
with named_participants as (
    select
        p.participant_id,
        p.report_id,
        p.role,
        coalesce(a.name, pl.name, f.name) || ' (' || coalesce(p.actor_id, p.place_id, p.facility_id) || ')' as who
    from participants p
    left join actors a on a.actor_id = p.actor_id
    left join places pl on pl.place_id = p.place_id
    left join facilities f on f.facility_id = p.facility_id
),
by_role as (
    select
        report_id,
        string_agg(who, '; ' order by participant_id) filter (where role = 'initiator') as initiators,
        string_agg(who, '; ' order by participant_id) filter (where role = 'target') as targets,
        string_agg(who, '; ' order by participant_id) filter (where role = 'victim') as victims,
        string_agg(who, '; ' order by participant_id) filter (where role = 'supporter') as supporters,
        string_agg(who, '; ' order by participant_id) filter (where role = 'host') as hosts,
        string_agg(who, '; ' order by participant_id) filter (where role = 'supplier') as suppliers,
        string_agg(who, '; ' order by participant_id) filter (where role = 'candidate') as candidates,
        string_agg(who, '; ' order by participant_id) filter (where role = 'location') as locations,
        string_agg(who, '; ' order by participant_id) filter (where role = 'origin') as origins,
        string_agg(who, '; ' order by participant_id) filter (where role = 'destination') as destinations,
        string_agg(who, '; ' order by participant_id) filter (where role = 'near') as near_to
    from named_participants
    group by report_id
)
select
    r.report_id,
    r.event_id,
    e.name as event,
    r.event_type,
    r.summary,
    r.date_from as report_from,
    r.date_to as report_to,
    r.date_precision as report_precision,
    edtf(r.date_from, r.date_to, r.date_precision) as report_edtf,
    e.date_from as event_from,
    e.date_to as event_to,
    e.date_precision as event_precision,
    r.certainty,
    b.initiators,
    b.targets,
    b.victims,
    b.supporters,
    b.hosts,
    b.suppliers,
    b.candidates,
    b.locations,
    b.origins,
    b.destinations,
    b.near_to,
    r.response_to,
    answered.name as response_to_event,
    coalesce(v.speaker, 'author') as voice,
    r.statement_id,
    v.speaker_id,
    v.relayed_by,
    byline(c.author, c.author_basis) as author,
    c.publisher,
    r.source_id,
    r.line,
    l.paragraph,
    r.locator,
    deep_link(c.url, r.locator) as url
from event_reports r
join events e on e.event_id = r.event_id
join sources c on c.source_id = r.source_id
left join lines l on l.source_id = r.source_id and l.line = r.line
left join by_role b on b.report_id = r.report_id
left join events answered on answered.event_id = r.response_to
left join voices v on v.statement_id = r.statement_id
order by r.source_id, r.line, r.report_id;
