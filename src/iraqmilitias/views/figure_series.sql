-- One row is one figure in its series: the same measure, unit, actor and place, in order of the period described.
-- not for: a trend without reading description and voice: equal measures may count different things.
--
-- period_from, period_to: the figure's own dates; its article's publication dates where it has neither.
-- An actor or place that is not stated is a series of its own, not a total.
create view figure_series as
with dated as (
    select
        f.*,
        case when f.date_from is null and f.date_to is null then c.date_from else f.date_from end as period_from,
        case when f.date_from is null and f.date_to is null then c.date_to else f.date_to end as period_to,
        c.author,
        c.publisher,
        c.url as source_url
    from figures f
    join sources c on c.source_id = f.source_id
)
select
    d.measure,
    d.unit,
    d.actor_id,
    a.name as actor,
    d.place_id,
    p.name as place,
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
    d.date_from,
    d.date_to,
    d.period_from,
    d.period_to,
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
