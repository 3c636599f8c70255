-- One row is one event of a kind that ACLED has, in ACLED's columns, beside the grade of the match and its reason.
-- not for: appending to ACLED: the same events are in it already, and every one would be counted twice.
--
-- Compare: a row of ACLED fits where its day lies within event_from and event_to and place and actors agree.
-- event_date, year: only where the bounds are within a month; time_precision 1 day, 2 week, 3 month. geo_precision 1
-- city or site, 2 region, 3 country. actor1 is the initiator that most reports name, assoc_actor_1 the others; actor2
-- the target or victim, empty where only a site is named. inter1, inter2 follow from the camp: forces of a
-- state outside its country are External/Other Forces, groups tied to Iran a Political Militia; empty where camp or
-- country decide nothing; a politician attacked is a civilian.
-- fatalities is empty where nothing is told, where ACLED would print 0. A run (part_of) may be many of ACLED's events.
create view acled_like as
with recursive within as (
    select place_id, place_id as outer_id from places
    union
    select w.place_id, p.parent_id from within w join places p on p.place_id = w.outer_id where p.parent_id is not null
),
located as (
    select
        w.place_id,
        min(p.name) filter (where p.place_type = 'country') as country,
        min(p.country) filter (where p.place_type = 'country') as country_code,
        min(p.name) filter (where p.place_type = 'governorate') as admin1
    from within w
    join places p on p.place_id = w.outer_id
    group by w.place_id
),
kinds (sub_event_type, event_type) as (
    values
        ('Agreement', 'Strategic developments'), ('Air/drone strike', 'Explosions/Remote violence'),
        ('Armed clash', 'Battles'), ('Attack', 'Violence against civilians'),
        ('Change to group/activity', 'Strategic developments'), ('Disrupted weapons use', 'Strategic developments'),
        ('Excessive force against protesters', 'Protests'), ('Non-state actor overtakes territory', 'Battles'),
        ('Peaceful protest', 'Protests'), ('Shelling/artillery/missile attack', 'Explosions/Remote violence'),
        ('Violent demonstration', 'Riots')
),
acting as (
    select
        r.event_id, a.name, a.camp, a.country, a.actor_id,
        case when p.role = 'initiator' then 1 else 2 end as side,
        row_number() over (
            partition by r.event_id, case when p.role = 'initiator' then 1 else 2 end
            order by count(distinct r.report_id) desc, a.actor_id
        ) as place_in_side
    from participants p
    join event_reports r on r.report_id = p.report_id
    join actors a on a.actor_id = p.actor_id
    where p.role in ('initiator', 'target', 'victim') and p.certainty is distinct from 'denied'
    group by r.event_id, a.name, a.camp, a.country, a.actor_id, side
),
sides as (
    select
        x.event_id, x.side,
        min(x.name) filter (where place_in_side = 1) as actor,
        string_agg(x.name, '; ' order by place_in_side) filter (where place_in_side > 1) as assoc_actor,
        min(
            case
                when x.camp = 'iran_aligned' then 'Political Militia'
                when x.camp = 'islamic_state' then 'Rebel Group'
                when x.camp = 'iraqi_public' and e.event_type in ('protest', 'crackdown') then 'Protesters'
                when x.camp = 'iraqi_public' then 'Civilians'
                when x.camp not in ('us', 'iran', 'iraqi_state', 'israel', 'other_state') then null
                when x.country = g.country_code then 'State Forces'
                when x.country <> g.country_code then 'External/Other Forces'
            end
        ) filter (where place_in_side = 1) as inter
    from acting x
    join timeline e on e.event_id = x.event_id
    left join located g on g.place_id = e.place_id
    group by x.event_id, x.side
)
select
    e.event_id,
    case when e.event_to - e.event_from < 31 then e.event_from end as event_date,
    case when e.event_to - e.event_from < 31 then year(e.event_from) end as year,
    case when e.event_to = e.event_from then 1 when e.event_to - e.event_from < 7 then 2
        when e.event_to - e.event_from < 31 then 3 end as time_precision,
    n.event_type, k.code as sub_event_type,
    b.actor as actor1, b.assoc_actor as assoc_actor_1,
    case when n.event_type = 'Riots' and b.inter = 'Protesters' then 'Rioters' else b.inter end as inter1,
    o.actor as actor2, o.assoc_actor as assoc_actor_2,
    case when k.code = 'Attack' and o.inter = 'State Forces' then 'Civilians' else o.inter end as inter2,
    g.country, g.admin1, coalesce(e.facility, e.place) as location, e.latitude, e.longitude,
    case when e.coordinate_kind = 'site' or p.place_type = 'city' then 1
        when p.place_type in ('region', 'governorate', 'area') then 2 when p.place_type = 'country' then 3
    end as geo_precision,
    l.killed_best as fatalities, e.event as notes, k.match, k.reason,
    e.event_type as our_event_type, e.event_from, e.event_to, e.event_precision, e.part_of, e.url
from crosswalk k
join timeline e on e.event_id = k.event_id
join kinds n on n.sub_event_type = k.code
left join places p on p.place_id = e.place_id
left join located g on g.place_id = e.place_id
left join casualties l on l.event_id = e.event_id
left join sides b on b.event_id = e.event_id and b.side = 1
left join sides o on o.event_id = e.event_id and o.side = 2
where k.scheme = 'acled'
order by e.event_id;
