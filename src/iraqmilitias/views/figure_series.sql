-- One row is one figure in one series: the same measure, unit, actor and place, in order of the period described.
-- not for: a trend without reading description and voice: equal measures may count different things.
--
-- period_from, period_to: the figure's own dates; its article's publication dates where it has neither
-- (period_basis). An actor or place that is not stated is a separate series, not a total; but a figure that counts
-- its event's places together, as Iraq and Syria, is in the series of each (place_basis event) and so in several
-- rows; shared_places names them: it is not a number for one of them alone.
create view figure_series as
with event_places as (
    select distinct r.event_id, p.place_id
    from participants p
    join event_reports r on r.report_id = p.report_id
    where p.place_id is not null and p.role in ('location', 'origin', 'destination', 'target')
),
shared as (
    select x.event_id, string_agg(n.name, '; ' order by n.name) as shared_places
    from event_places x
    join places n on n.place_id = x.place_id
    group by x.event_id
    having count(*) > 1
),
placed as (
    select figure_id, place_id, case when place_id is not null then 'figure' end as place_basis, null as shared_places
    from figures
    where place_id is not null or event_id is null or event_id not in (select event_id from shared)
    union all
    select f.figure_id, x.place_id, 'event', s.shared_places
    from figures f
    join shared s on s.event_id = f.event_id
    join event_places x on x.event_id = f.event_id
    where f.place_id is null
),
dated as (
    select
        f.* exclude (place_id),
        q.place_id,
        q.place_basis,
        q.shared_places,
        case when f.date_from is null and f.date_to is null then c.date_from else f.date_from end as period_from,
        case when f.date_from is null and f.date_to is null then c.date_to else f.date_to end as period_to,
        case when f.date_from is null and f.date_to is null then 'publication' else 'figure' end as period_basis,
        byline(c.author, c.author_basis) as author,
        c.publisher,
        c.url as source_url
    from figures f
    join placed q on q.figure_id = f.figure_id
    join sources c on c.source_id = f.source_id
)
select
    d.measure,
    d.unit,
    d.actor_id,
    a.name as actor,
    d.place_id,
    p.name as place,
    d.place_basis,
    d.shared_places,
    row_number() over series as position_in_series,
    count(*) over (partition by d.measure, d.unit, d.actor_id, d.place_id) as series_length,
    d.figure_id,
    d.event_id,
    e.name as event,
    d.description,
    d.printed,
    d.value_low,
    d.value_high,
    d.qualifier,
    d.period_from,
    d.period_to,
    d.period_basis,
    coalesce(v.speaker, 'author') as voice,
    d.statement_id,
    v.speaker_id,
    v.relayed_by,
    d.author,
    d.publisher,
    d.source_id,
    d.line,
    d.locator,
    deep_link(d.source_url, d.locator) as url
from dated d
left join actors a on a.actor_id = d.actor_id
left join places p on p.place_id = d.place_id
left join events e on e.event_id = d.event_id
left join voices v on v.statement_id = d.statement_id
window series as (
    partition by d.measure, d.unit, d.actor_id, d.place_id
    order by coalesce(d.period_from, d.period_to), d.period_to, d.figure_id
)
order by d.measure, d.unit, d.actor_id, d.place_id, position_in_series;
