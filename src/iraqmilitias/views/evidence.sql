-- One row is one row of any table that cites a line, with the voice it is in and a link to the printed words.
-- not for: a measure of importance: names and waivers are many, and a line may be cited for several reasons.
--
-- record_id of lines is source_id:line, of waivers source_id:line:text, since they have no id of their own.
-- words_sought: the locator, else the form as printed. Only a locator makes a link, since a name occurs in many lines
-- and a browser would show the first.
-- voice is 'author' or the speaker; empty for lines, waivers, terms, actors, places and facilities, which are
-- nobody's claim. An event has the voice of the report that it cites; a mention is the author's unless all of
-- its namings are inside one statement.
create view evidence as
with cited as (
    select source_id || ':' || line as record_id, 'lines' as table_name, source_id, line from lines
    union all by name
    select actor_id as record_id, 'actors' as table_name, source_id, line from actors
    union all by name
    select place_id as record_id, 'places' as table_name, source_id, line from places
    union all by name
    select facility_id as record_id, 'facilities' as table_name, source_id, line from facilities
    union all by name
    select
        affiliation_id as record_id, 'affiliations' as table_name, source_id, line, locator,
        true as has_voice, statement_id
    from affiliations
    union all by name
    select
        e.event_id as record_id, 'events' as table_name, e.source_id, e.line, e.locator,
        count(r.report_id) > 0 as has_voice, arg_min(r.statement_id, r.report_id) as statement_id
    from events e
    left join event_reports r
        on r.event_id = e.event_id and r.source_id = e.source_id and r.line = e.line and r.locator = e.locator
    group by e.event_id, e.source_id, e.line, e.locator
    union all by name
    select
        report_id as record_id, 'event_reports' as table_name, source_id, line, locator,
        true as has_voice, statement_id
    from event_reports
    union all by name
    select
        statement_id as record_id, 'statements' as table_name, source_id, line, locator,
        true as has_voice, statement_id
    from statements
    union all by name
    select
        figure_id as record_id, 'figures' as table_name, source_id, line, locator,
        true as has_voice, statement_id
    from figures
    union all by name
    select
        mention_id as record_id, 'mentions' as table_name, source_id, line, text as printed_form,
        true as has_voice, statement_id
    from mentions
    union all by name
    select term_id as record_id, 'terms' as table_name, source_id, line, term as printed_form from terms
    union all by name
    select
        source_id || ':' || line || ':' || text as record_id, 'waivers' as table_name, source_id, line,
        -- a lone dash marks a line with nothing to code
        case when text not in ('-', '–', '—') then text end as printed_form
    from waivers
)
select
    x.record_id,
    x.table_name,
    x.source_id,
    x.line,
    l.paragraph,
    x.locator,
    coalesce(x.locator, x.printed_form) as words_sought,
    case when x.has_voice then coalesce(v.speaker, 'author') end as voice,
    x.statement_id,
    v.speaker_id,
    v.relayed_by,
    deep_link(c.url, x.locator) as url
from cited x
join sources c on c.source_id = x.source_id
left join lines l on l.source_id = x.source_id and l.line = x.line
left join voices v on v.statement_id = x.statement_id
order by x.source_id, x.line, x.table_name, x.record_id;
