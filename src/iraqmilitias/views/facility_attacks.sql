-- One row is one report that has one facility as the target or scene of an attack, with when, by whom and who says so.
-- not for: how often a site was attacked: reports repeat, and a line that names only the city is not here.
--
-- event_from and event_to are the best knowledge of when it happened, report_from and report_to what the line says:
-- type and initiators are the report's. named is false for a site that the article leaves unnamed. A target that the
-- voice denies is left out, and what only stands near an attack. In the order of timeline.
create view facility_attacks as
select
    f.facility_id,
    f.name as facility,
    f.facility_type,
    f.named,
    f.camp,
    f.place_id,
    p.name as place,
    f.latitude,
    f.longitude,
    f.coordinate_kind,
    r.event_id,
    r.event,
    e.event_from,
    e.event_to,
    e.event_precision,
    e.event_edtf,
    e.date_basis,
    r.report_id,
    t.role,
    t.certainty as role_certainty,
    r.event_type,
    r.report_from,
    r.report_to,
    r.report_precision,
    r.report_edtf,
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
join timeline e on e.event_id = r.event_id
join event_types k on k.event_type = e.event_type and k.attack
where t.role in ('target', 'location') and t.certainty is distinct from 'denied'
order by e.begins_from nulls first, e.event_to nulls last, r.event_id, f.facility_id, r.report_id;
