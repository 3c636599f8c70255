-- One row is one record of any table that has an id: where its row is, and the line that it is read from, if any.
-- not for: counting evidence: tables of names, references and codes are here too; see evidence for what cites a line.
--
-- A line of an article is src-0004:79. A participant's line is that of its report. Waivers are part of their line.
create view records as
select source_id as record_id, 'sources' as table_name, source_id, null as line from sources
union all
select source_id || ':' || line as record_id, 'lines' as table_name, source_id, line from lines
union all
select reference_id, 'bibliography', null, null from bibliography
union all
select actor_id as record_id, 'actors' as table_name, source_id, line from actors
union all
select place_id as record_id, 'places' as table_name, source_id, line from places
union all
select facility_id as record_id, 'facilities' as table_name, source_id, line from facilities
union all
select affiliation_id as record_id, 'affiliations' as table_name, source_id, line from affiliations
union all
select alias_id as record_id, 'aliases' as table_name, source_id, line from aliases
union all
select event_id as record_id, 'events' as table_name, source_id, line from events
union all
select report_id as record_id, 'event_reports' as table_name, source_id, line from event_reports
union all
select p.participant_id as record_id, 'participants' as table_name, r.source_id, r.line
from participants p
join event_reports r on r.report_id = p.report_id
union all
select statement_id as record_id, 'statements' as table_name, source_id, line from statements
union all
select figure_id as record_id, 'figures' as table_name, source_id, line from figures
union all
select mention_id as record_id, 'mentions' as table_name, source_id, line from mentions
union all
select term_id as record_id, 'terms' as table_name, source_id, line from terms
union all
select conflict_id, 'conflicts', null, null from conflicts
union all
select note_id, 'notes', null, null from notes
union all
select record_id, 'retired', null, null from retired
union all
select event_type, 'event_types', null, null from event_types
order by record_id;
