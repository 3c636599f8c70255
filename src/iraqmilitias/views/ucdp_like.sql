-- One row is one event of a kind that UCDP GED has, in GED's columns, beside the grade of the match and its reason.
-- not for: appending to GED: the same events are in it already, and every one would be counted twice.
--
-- recorded is true where a death is told, and empty where nothing is told of deaths: GED has none without a death.
-- type_of_violence 1 state-based, 2 non-state, 3 one-sided. side_a is the government where one is a side, else who
-- acted, and of two governments the one that acted; side_b the other side, Civilians in type 3. GED may have several
-- dyads of one event.
-- where_prec 1 site or city, 4 first-order unit, 5 region or line, 6 country; date_prec 1 day, 2 within a week,
-- 3 within two, 4 within a month, 5 within a year, empty beyond. low, best, high are those of
-- casualties, best only where known.
create view ucdp_like as
with recursive within as (
    select place_id, place_id as outer_id from places
    union
    select w.place_id, p.parent_id from within w join places p on p.place_id = w.outer_id where p.parent_id is not null
),
located as (
    select
        w.place_id,
        min(p.name) filter (where p.place_type = 'country') as country,
        min(p.name) filter (where p.place_type = 'governorate') as adm_1
    from within w
    join places p on p.place_id = w.outer_id
    group by w.place_id
),
governments (camp, name) as (
    values
        ('us', 'Government of United States'), ('iran', 'Government of Iran'),
        ('iraqi_state', 'Government of Iraq'), ('israel', 'Government of Israel')
),
sides as (
    select
        r.event_id,
        p.role = 'initiator' as acting,
        min(g.name) as government,
        string_agg(distinct a.name, '; ' order by a.name) as names
    from participants p
    join event_reports r on r.report_id = p.report_id
    left join actors a on a.actor_id = p.actor_id
    left join facilities f on f.facility_id = p.facility_id
    left join governments g on g.camp = coalesce(a.camp, f.camp)
    where p.role in ('initiator', 'target', 'victim') and p.certainty is distinct from 'denied'
    group by r.event_id, p.role = 'initiator'
),
typed as (
    select
        k.*,
        case k.code when 'state-based' then 1 when 'non-state' then 2 when 'one-sided' then 3 end as type_of_violence
    from crosswalk k
    where k.scheme = 'ucdp' and k.match <> 'none' and k.recorded is distinct from false
)
select
    k.event_id as id,
    case when year(e.event_from) = year(e.event_to) then year(e.event_from) end as year,
    k.type_of_violence,
    case
        when b.government is null and o.government is not null and k.type_of_violence = 1 then o.government
        else coalesce(b.government, b.names)
    end as side_a,
    case
        when k.type_of_violence = 3 then 'Civilians'
        when b.government is null and o.government is not null then b.names
        else coalesce(o.government, o.names)
    end as side_b,
    e.source_count as number_of_sources,
    case
        when e.coordinate_kind = 'site' or p.place_type = 'city' then 1
        when p.place_type = 'governorate' then 4
        when p.place_type in ('region', 'area') then 5
        when p.place_type = 'country' then 6
    end as where_prec,
    g.adm_1,
    e.latitude,
    e.longitude,
    g.country,
    case
        when e.event_from = e.event_to then 1
        when e.event_to - e.event_from < 7 then 2
        when e.event_to - e.event_from < 14 then 3
        when e.event_to - e.event_from < 31 then 4
        when e.event_to - e.event_from < 366 then 5
    end as date_prec,
    e.event_from as date_start,
    e.event_to as date_end,
    l.killed_best as best,
    l.killed_high as high,
    l.killed_low as low,
    k.recorded,
    k.match,
    k.reason,
    e.event,
    e.event_type,
    e.part_of,
    e.url
from typed k
join timeline e on e.event_id = k.event_id
left join places p on p.place_id = e.place_id
left join located g on g.place_id = e.place_id
left join casualties l on l.event_id = k.event_id
left join sides b on b.event_id = k.event_id and b.acting
left join sides o on o.event_id = k.event_id and not o.acting
order by k.event_id;
