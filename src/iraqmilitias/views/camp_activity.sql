-- One row is one camp, part and year: in how many events it certainly and possibly has that part in that year.
-- not for: trends or rankings: a few articles tell it, and possible counts one event in every year that it may fall in.
--
-- Certain or possible is by the macro during(); an open date is possible in every year on its open side, which ends at
-- the first and last year that any dated event or any article has.
create view camp_activity as
with limits as (
    select
        least((select min(year(date_from)) from events), (select min(year(date_from)) from sources)) as first_year,
        (select max(year(date_to)) from sources) as last_year
),
years as (
    select unnest(range(first_year, last_year + 1)) as event_year from limits
),
parts as (
    select distinct coalesce(a.camp, f.camp) as camp, p.role, r.event_id
    from participants p
    join event_reports r on r.report_id = p.report_id
    left join actors a on a.actor_id = p.actor_id
    left join facilities f on f.facility_id = p.facility_id
    where p.certainty is distinct from 'denied' and coalesce(a.camp, f.camp) is not null
),
placed as (
    select
        x.camp, x.role, y.event_year,
        during(e.date_from, e.date_to, e.date_precision, make_date(y.event_year, 1, 1), make_date(y.event_year, 12, 31))
            as falls
    from parts x
    join events e on e.event_id = x.event_id
    cross join years y
)
select
    camp,
    role,
    event_year,
    count(*) filter (where falls = 'certain') as certain_events,
    count(*) filter (where falls = 'possible') as possible_events
from placed
where falls <> 'no'
group by camp, role, event_year
order by camp, role, event_year;
