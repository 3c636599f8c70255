-- One row is one event with how many were killed and injured at least, at best and at most, by its reports and figures.
-- not for: adding up: an event may be part of another, and a number left open is not 0.
--
-- A figure of the event counts with its bounds; best is where both bounds agree. Named persons whom a report has killed
-- or injured count one each, at least and at best; nothing says that there were no others, so that there is no highest.
-- People told only as a group ("soldiers were killed") make it one at least, without best or highest. Where a line
-- says that nobody was killed or hurt, and nothing else is told, all three are 0. basis says which of these it rests
-- on; null means that no report says anything of it.
create view casualties as
with figured as (
    select
        event_id,
        case measure when 'killed' then 'killed' when 'injured' then 'injured' end as harm,
        min(value_low) as low,
        case when count(*) filter (where value_high is null) = 0 then max(value_high) end as high,
        string_agg(
            figure_id || case when qualifier = 'exact' then '' else ' (' || replace(qualifier, '_', ' ') || ')' end,
            ', ' order by figure_id
        ) as rests_on
    from figures
    where measure in ('killed', 'injured') and event_id is not null
    group by event_id, measure
),
hurt as (
    select
        r.event_id,
        p.harm,
        count(distinct a.actor_id) filter (where a.actor_type = 'person') as persons,
        count(distinct coalesce(p.actor_id, p.place_id, p.facility_id)) filter (
            where a.actor_type is distinct from 'person'
        ) as crowds,
        string_agg(distinct p.report_id, ', ' order by p.report_id) as rests_on
    from participants p
    join event_reports r on r.report_id = p.report_id
    left join actors a on a.actor_id = p.actor_id
    where p.harm in ('killed', 'injured') and p.certainty is distinct from 'denied'
    group by r.event_id, p.harm
),
spared as (
    select event_id, 'killed' as harm, string_agg(report_id, ', ' order by report_id) as rests_on
    from event_reports
    where no_deaths
    group by event_id
    union all
    select event_id, 'injured', string_agg(report_id, ', ' order by report_id)
    from event_reports
    where no_injuries
    group by event_id
),
told as (
    select
        e.event_id,
        k.harm,
        coalesce(f.low, case when h.event_id is not null then h.persons + least(h.crowds, 1) end,
            case when s.event_id is not null then 0 end) as low,
        case
            when f.event_id is not null then f.high
            when s.event_id is not null and h.event_id is null then 0
        end as high,
        case
            when f.event_id is not null then case when f.low = f.high then f.low end
            when h.event_id is not null then case when h.crowds = 0 then h.persons end
            when s.event_id is not null then 0
        end as best,
        case
            when f.event_id is not null then 'figure ' || f.rests_on
            when h.event_id is not null then 'report ' || h.rests_on
            when s.event_id is not null then 'nobody, by report ' || s.rests_on
        end as basis
    from events e
    cross join (values ('killed'), ('injured')) k (harm)
    left join figured f on f.event_id = e.event_id and f.harm = k.harm
    left join hurt h on h.event_id = e.event_id and h.harm = k.harm
    left join spared s on s.event_id = e.event_id and s.harm = k.harm
)
select
    e.event_id,
    e.event,
    e.event_type,
    e.event_from,
    e.event_to,
    e.event_precision,
    d.low as killed_low,
    d.best as killed_best,
    d.high as killed_high,
    d.basis as killed_basis,
    i.low as injured_low,
    i.best as injured_best,
    i.high as injured_high,
    i.basis as injured_basis
from timeline e
join told d on d.event_id = e.event_id and d.harm = 'killed'
join told i on i.event_id = e.event_id and i.harm = 'injured'
where d.basis is not null or i.basis is not null
order by e.begins_from nulls first, e.event_to nulls last, e.event_id;
