-- One row is one figure, statement, report or affiliation with who says it, through whom, where and when published.
-- not for: counting happenings or adding up numbers: one thing told twice is two rows, and each voice counts alone.
--
-- what is told in the project's words, never the article's. A missing statement_id is the author's own voice.
-- in_conflict: the row, or for a report its event, is in conflicts as record_id or other_id.
create view claims as
with told as (
    select
        figure_id as record_id, 'figures' as table_name, event_id, description as what,
        value_low, value_high, unit, measure, qualifier, date_from, date_to,
        statement_id, source_id, line, locator
    from figures
    union all by name
    select
        statement_id as record_id, 'statements' as table_name, paraphrase as what, date_from, date_to,
        statement_id, source_id, line, locator
    from statements
    union all by name
    select
        report_id as record_id, 'event_reports' as table_name, event_id, event_type, summary as what,
        date_from, date_to, date_precision, certainty, statement_id, source_id, line, locator
    from event_reports
    union all by name
    select
        t.affiliation_id as record_id, 'affiliations' as table_name,
        a.name || ' ' || replace(t.relation, '_', ' ') || ' ' || o.name || coalesce(' (' || t.title || ')', '') as what,
        t.date_from, t.date_to, t.certainty, t.statement_id, t.source_id, t.line, t.locator
    from affiliations t
    join actors a on a.actor_id = t.actor_id
    join actors o on o.actor_id = t.organisation_id
),
disputed as (
    select record_id as disputed_id from conflicts
    union
    select other_id from conflicts where other_id is not null
)
select
    t.record_id,
    t.table_name,
    t.what,
    t.event_id,
    e.name as event,
    t.event_type,
    t.value_low,
    t.value_high,
    t.unit,
    t.measure,
    t.qualifier,
    t.date_from,
    t.date_to,
    t.date_precision,
    t.certainty,
    coalesce(v.speaker, 'author') as voice,
    t.statement_id,
    v.speaker_id,
    v.speaker,
    v.relayed_by,
    c.author,
    c.publisher,
    c.date_from as published_from,
    c.date_to as published_to,
    t.source_id,
    t.line,
    l.paragraph,
    t.locator,
    deep_link(c.url, t.locator) as url,
    t.record_id in (select disputed_id from disputed)
        or (t.table_name = 'event_reports' and t.event_id in (select disputed_id from disputed)) as in_conflict
from told t
join sources c on c.source_id = t.source_id
left join lines l on l.source_id = t.source_id and l.line = t.line
left join events e on e.event_id = t.event_id
left join voices v on v.statement_id = t.statement_id
order by t.source_id, t.line, t.record_id;
