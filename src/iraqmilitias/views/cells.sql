-- One row is one filled cell of one record, as its file prints it: table, record, column, value.
-- not for: arithmetic: every value is text here; read the tables for typed ones. Empty cells have no row.
--
-- Whole numbers are written without a fraction, days as 2020-01-03, true and false in small letters, as in the files.
create view cells as
with printed as (
    select 'sources' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select source_id as key_of_row, cast(columns(*) as varchar) from sources)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'lines' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select source_id || ':' || line as key_of_row, cast(columns(*) as varchar) from lines)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'bibliography' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select reference_id as key_of_row, cast(columns(*) as varchar) from bibliography)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'actors' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select actor_id as key_of_row, cast(columns(*) as varchar) from actors)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'places' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select place_id as key_of_row, cast(columns(*) as varchar) from places)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'facilities' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select facility_id as key_of_row, cast(columns(*) as varchar) from facilities)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'affiliations' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select affiliation_id as key_of_row, cast(columns(*) as varchar) from affiliations)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'aliases' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select alias_id as key_of_row, cast(columns(*) as varchar) from aliases)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'events' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select event_id as key_of_row, cast(columns(*) as varchar) from events)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'event_reports' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select report_id as key_of_row, cast(columns(*) as varchar) from event_reports)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'participants' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select participant_id as key_of_row, cast(columns(*) as varchar) from participants)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'statements' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select statement_id as key_of_row, cast(columns(*) as varchar) from statements)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'figures' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select figure_id as key_of_row, cast(columns(*) as varchar) from figures)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'mentions' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select mention_id as key_of_row, cast(columns(*) as varchar) from mentions)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'terms' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select term_id as key_of_row, cast(columns(*) as varchar) from terms)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'conflicts' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select conflict_id as key_of_row, cast(columns(*) as varchar) from conflicts)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'notes' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select note_id as key_of_row, cast(columns(*) as varchar) from notes)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'retired' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select record_id as key_of_row, cast(columns(*) as varchar) from retired)
        on columns(* exclude (key_of_row)) into name column_name value value)
    union all
    select 'event_types' as table_name, key_of_row as record_id, column_name, value
    from (unpivot (select event_type as key_of_row, cast(columns(*) as varchar) from event_types)
        on columns(* exclude (key_of_row)) into name column_name value value)
)
select table_name, record_id, column_name, regexp_replace(value, '^(-?[0-9]+)[.]0$', '\1') as value
from printed
order by table_name, record_id, column_name;
