-- One row is one figure, statement, report or affiliation with who says it, through whom, where and when published.
-- not for: counting happenings or adding up numbers: one thing told twice is two rows, and each voice counts alone.
--
-- what is told in the project's words, never the article's, behind what or whom it is about, so that it can be read
-- alone. A missing statement_id is the author's own voice.
-- Three pairs of days: report_ is what the line dates (what is reported, counted or tied), event_ the best knowledge of
-- the event, said_ when the statement was made. verdict joins all rows of verdicts: hand no row on without it.
-- in_conflict: a conflict is among them.
create view claims as
with told as (
    select
        f.figure_id as record_id, 'figures' as table_name, f.event_id,
        concat_ws(': ', nullif(concat_ws('; ', a.name, p.name, l.name, e.name), ''), f.printed || ', ' || f.description)
            as what,
        f.value_low, f.value_high, f.unit, f.measure, f.qualifier, f.date_from as report_from, f.date_to as report_to,
        f.statement_id, f.source_id, f.line, f.locator
    from figures f
    left join actors a on a.actor_id = f.actor_id
    left join places p on p.place_id = f.place_id
    left join facilities l on l.facility_id = f.facility_id
    left join events e on e.event_id = f.event_id
    union all by name
    select
        statement_id as record_id, 'statements' as table_name,
        concat(speaker, ' on ' || about, ': ', paraphrase) as what, statement_id, source_id, line, locator
    from voices
    union all by name
    select
        r.report_id as record_id, 'event_reports' as table_name, r.event_id, r.event_type,
        e.name || ': ' || r.summary as what,
        r.date_from as report_from, r.date_to as report_to, r.date_precision as report_precision, r.certainty,
        r.statement_id, r.source_id, r.line, r.locator
    from event_reports r
    join events e on e.event_id = r.event_id
    union all by name
    select
        t.affiliation_id as record_id, 'affiliations' as table_name,
        concat(
            a.name, ' ', replace(t.relation, '_', ' '), ' ', o.name, ' (' || t.title || ')',
            case when t.tense = 'past' then ', in the past' end,
            case when t.certainty <> 'asserted' then ', which is ' || t.certainty end
        ) as what,
        t.date_from as report_from, t.date_to as report_to, t.certainty, t.statement_id, t.source_id, t.line, t.locator
    from affiliations t
    join actors a on a.actor_id = t.actor_id
    join actors o on o.actor_id = t.organisation_id
),
judged as (
    select
        record_id,
        string_agg(verdict_text, '; ' order by verdict_order) as verdict,
        bool_or(conflict_id is not null) as in_conflict
    from verdicts
    group by record_id
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
    t.report_from,
    t.report_to,
    t.report_precision,
    e.date_from as event_from,
    e.date_to as event_to,
    e.date_precision as event_precision,
    t.certainty,
    coalesce(v.speaker, 'author') as voice,
    t.statement_id,
    v.speaker_id,
    v.speaker,
    v.relayed_by,
    v.said_from,
    v.said_to,
    byline(c.author, c.author_basis) as author,
    c.publisher,
    c.date_from as published_from,
    c.date_to as published_to,
    t.source_id,
    t.line,
    l.paragraph,
    t.locator,
    deep_link(c.url, t.locator) as url,
    coalesce(j.in_conflict, false) as in_conflict,
    concat(
        coalesce(j.verdict, 'nothing known against it'),
        case when coalesce(g.reader_kinds, '') not like '%human%' then '; not checked by a person' end
    ) as verdict
from told t
join sources c on c.source_id = t.source_id
left join lines l on l.source_id = t.source_id and l.line = t.line
left join events e on e.event_id = t.event_id
left join voices v on v.statement_id = t.statement_id
left join judged j on j.record_id = t.record_id
left join read_again g on g.record_id = t.record_id
order by t.source_id, t.line, t.record_id;
