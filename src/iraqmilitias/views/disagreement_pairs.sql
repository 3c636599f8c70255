-- One row is one pair of rows that the program finds cannot both be right, in one respect, with its row in conflicts.
-- not for: counting findings: one finding may be several pairs (see disagreements); nor for saying which is wrong.
--
-- Two reports of one event (record_id is the lower id):
-- date: their bounds share no day (a missing bound is unbounded).
-- wording: their event types exclude one another, as the macro types_exclude lists it.
-- actor: both have actors as initiators and none of them is, contains or belongs to (parent_id, any depth) one of
--   the other's, nor is used as the same name (equated_with). Siblings are different actors.
-- Two figures, number: of equal measure, unit, actor and place, and of one event or both of none; their periods
--   share a day (no dates: the article's publication) and their bounds share no value; if either is approximate
--   only where the gap is more than 10 % of the lower value. A place missing in both is equal; an actor missing in
--   both only where the event is the same, since otherwise nothing says that they count the same.
-- field is the column of record_id's row that stands against other_id (actor_id is in its participants).
-- conflict_id: the row of conflicts with both ids, or with one of them and the event of the other, in either
--   order; one of the same kind before others, then the lowest.
create view disagreement_pairs as
with recursive same_actors as (
    select actor_id, actor_id as relative_id from actors
    union all select actor_id, organisation_id from affiliations where relation = 'equated_with'
    union all select organisation_id, actor_id from affiliations where relation = 'equated_with'
),
kin as (
    select actor_id, relative_id from same_actors
    union
    select k.actor_id, a.parent_id
    from kin k
    join actors a on a.actor_id = k.relative_id
    where a.parent_id is not null
),
initiators as (
    select distinct p.report_id, p.actor_id, a.name || ' (' || p.actor_id || ')' as who
    from participants p
    join actors a on a.actor_id = p.actor_id
    where p.role = 'initiator' and p.certainty is distinct from 'denied'
),
initiator_lists as (
    select report_id, string_agg(who, ', ' order by actor_id) as who from initiators group by report_id
),
report_pairs as (
    select
        x.report_id as record_id, y.report_id as other_id, x.event_id,
        x.date_from, x.date_to, y.date_from as other_from, y.date_to as other_to,
        edtf(x.date_from, x.date_to, x.date_precision) as dated,
        edtf(y.date_from, y.date_to, y.date_precision) as other_dated,
        x.event_type, y.event_type as other_type
    from event_reports x
    join event_reports y on y.event_id = x.event_id and y.report_id > x.report_id
),
related_pairs as (
    select distinct p.record_id, p.other_id
    from report_pairs p
    join initiators x on x.report_id = p.record_id
    join initiators y on y.report_id = p.other_id
    where exists (
        select 1 from kin k
        where (k.actor_id = x.actor_id and k.relative_id = y.actor_id)
            or (k.actor_id = y.actor_id and k.relative_id = x.actor_id)
    )
),
dated_figures as (
    select f.*,
        case when f.date_from is null and f.date_to is null then c.date_from else f.date_from end as period_from,
        case when f.date_from is null and f.date_to is null then c.date_to else f.date_to end as period_to
    from figures f
    join sources c on c.source_id = f.source_id
),
found as (
    select 'date' as kind, record_id, other_id, event_id,
        case when date_to < other_from then 'date_to' else 'date_from' end as field,
        dated || ' against ' || other_dated as detail
    from report_pairs
    where date_to < other_from or date_from > other_to
    union all
    select 'wording', record_id, other_id, event_id, 'event_type', event_type || ' against ' || other_type
    from report_pairs
    where types_exclude(event_type, other_type)
    union all
    select 'actor', p.record_id, p.other_id, p.event_id, 'actor_id', x.who || ' against ' || y.who
    from report_pairs p
    join initiator_lists x on x.report_id = p.record_id
    join initiator_lists y on y.report_id = p.other_id
    anti join related_pairs q on q.record_id = p.record_id and q.other_id = p.other_id
    union all
    select
        'number', x.figure_id, y.figure_id, x.event_id,
        case when x.value_high < y.value_low then 'value_high' else 'value_low' end,
        x.printed || ' (' || x.description || ') against ' || y.printed || ' (' || y.description || ')'
    from dated_figures x
    join dated_figures y
        on y.measure = x.measure and y.unit = x.unit and y.figure_id > x.figure_id
        and y.actor_id is not distinct from x.actor_id
        and y.place_id is not distinct from x.place_id
        and y.event_id is not distinct from x.event_id
    where (x.actor_id is not null or x.event_id is not null)
        and coalesce(x.period_from <= y.period_to, true)
        and coalesce(y.period_from <= x.period_to, true)
        and (x.value_high < y.value_low or y.value_high < x.value_low)
        and (
            'approximate' not in (x.qualifier, y.qualifier)
            or (y.value_low - x.value_high) * 10 > x.value_high
            or (x.value_low - y.value_high) * 10 > y.value_high
        )
),
settled as (
    select
        d.kind, d.record_id, d.other_id,
        coalesce(min(c.conflict_id) filter (where c.kind = d.kind), min(c.conflict_id)) as conflict_id
    from found d
    join conflicts c
        on (c.record_id = d.record_id and c.other_id in (d.other_id, d.event_id))
        or (c.other_id = d.record_id and c.record_id in (d.other_id, d.event_id))
        or (c.record_id = d.other_id and c.other_id = d.event_id)
        or (c.other_id = d.other_id and c.record_id = d.event_id)
    group by d.kind, d.record_id, d.other_id
)
select d.kind, d.record_id, d.other_id, d.event_id, d.field, d.detail, s.conflict_id
from found d
left join settled s on s.kind = d.kind and s.record_id = d.record_id and s.other_id = d.other_id
order by d.record_id, d.other_id, d.kind;
