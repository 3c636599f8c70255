-- Which events does only one article have?
-- importance or doubt: the articles lie years apart and could not all report the same.
select source_id, event, event_type, edtf, report_count
from timeline
where source_count = 1
order by source_id, date_from, event
