-- What do several of the articles tell?
-- The few events that more than one article tells can be compared; all others rest on one article alone.
-- Do not take it for importance or doubt: the articles lie years apart and could not all tell the same.
select event_id, event, event_edtf, report_count, source_count
from timeline
where source_count > 1
order by source_count desc, event_id
