-- One row is one report that has one facility as a target, with when, by whom and who says so.
-- not for: how often a site was attacked: reports repeat, and a line that names only the city is not here.
--
-- Dates, type and initiators are those of the report, not the best knowledge of the event (see timeline).
create view facility_attacks as
select
    f.facility_id,
    f.name as facility,
    f.facility_type,
    f.place_id,
    p.name as place,
    f.latitude,
    f.longitude,
    f.coordinate_kind,
    r.event_id,
    r.event,
    r.report_id,
    r.event_type,
    r.date_from,
    r.date_to,
    r.date_precision,
    r.edtf,
    r.initiators,
    r.summary,
    r.certainty,
    r.voice,
    r.statement_id,
    r.speaker_id,
    r.relayed_by,
    r.publisher,
    r.source_id,
    r.line,
    r.locator,
    r.url
from participants t
join facilities f on f.facility_id = t.facility_id
join places p on p.place_id = f.place_id
join reports r on r.report_id = t.report_id
where t.role = 'target'
order by f.facility_id, coalesce(r.date_from, r.date_to), r.event_id, r.report_id;
