-- One row is one actor: in how many events it has which role, how often it speaks, is spoken about and is named.
-- not for: ranking who did more: it counts what a few articles tell; an organ's acts are not added to its parent's.
--
-- Events are counted once however many reports tell them; statements are rows, so an utterance that runs over two
-- lines is two; mention_times counts namings.
create view actor_activity as
with parts as (
    select p.actor_id, r.event_id, p.role, r.source_id
    from participants p
    join event_reports r on r.report_id = p.report_id
    where p.actor_id is not null
),
event_counts as (
    select
        actor_id,
        count(distinct event_id) as event_count,
        count(distinct event_id) filter (where role = 'initiator') as initiator_events,
        count(distinct event_id) filter (where role = 'target') as target_events,
        count(distinct event_id) filter (where role = 'victim') as victim_events,
        count(distinct event_id) filter (where role = 'supporter') as supporter_events,
        count(distinct event_id) filter (where role not in ('initiator', 'target', 'victim', 'supporter'))
            as other_role_events
    from parts
    group by actor_id
),
spoken as (select speaker_id as actor_id, count(*) as n from statements group by speaker_id),
relayed as (select via_id as actor_id, count(*) as n from statements where via_id is not null group by via_id),
spoken_about as (
    select about_id as actor_id, count(*) as n from statements where about_id is not null group by about_id
),
named_in as (
    select actor_id, source_id, cast(sum(times) as bigint) as times
    from mentions
    where actor_id is not null
    group by actor_id, source_id
),
namings as (
    select
        actor_id,
        cast(sum(times) as bigint) as times,
        count(*) as source_count,
        string_agg(source_id || ': ' || times, '; ' order by source_id) as mentions_by_source
    from named_in
    group by actor_id
)
select
    a.actor_id,
    a.name as actor,
    a.actor_type,
    a.named,
    a.country,
    a.parent_id,
    parent.name as parent,
    coalesce(e.event_count, 0) as event_count,
    coalesce(e.initiator_events, 0) as initiator_events,
    coalesce(e.target_events, 0) as target_events,
    coalesce(e.victim_events, 0) as victim_events,
    coalesce(e.supporter_events, 0) as supporter_events,
    coalesce(e.other_role_events, 0) as other_role_events,
    coalesce(s.n, 0) as statements_spoken,
    coalesce(v.n, 0) as statements_relayed,
    coalesce(t.n, 0) as statements_about,
    coalesce(m.times, 0) as mention_times,
    coalesce(m.source_count, 0) as source_count,
    m.mentions_by_source
from actors a
left join actors parent on parent.actor_id = a.parent_id
left join event_counts e on e.actor_id = a.actor_id
left join spoken s on s.actor_id = a.actor_id
left join relayed v on v.actor_id = a.actor_id
left join spoken_about t on t.actor_id = a.actor_id
left join namings m on m.actor_id = a.actor_id
order by a.actor_id;
