-- One row is one report that presents an event as the answer to another, with the voice that says so.
-- not for: cause and effect: it is how a line tells it; another line may tell the same event as no answer at all.
create view responses as
select
    r.report_id,
    r.event_id,
    r.event,
    r.event_type,
    r.initiators,
    r.targets,
    r.event_from,
    r.event_to,
    edtf(r.event_from, r.event_to, r.event_precision) as event_edtf,
    r.response_to,
    r.response_to_event,
    answered.event_type as response_to_type,
    edtf(answered.date_from, answered.date_to, answered.date_precision) as response_to_edtf,
    r.summary,
    r.certainty,
    r.voice,
    r.statement_id,
    r.speaker_id,
    r.relayed_by,
    r.author,
    r.publisher,
    r.source_id,
    r.line,
    r.locator,
    r.url
from reports r
join events answered on answered.event_id = r.response_to
order by r.response_to, r.event_id, r.report_id;
