-- Who attacked whom, when and where?
-- Each row is one attack: its best-known days, who is named as the doer and by whose word, and what it hit.
-- Do not count rows as attacks: a run of attacks and its single ones (part_of) are both here.
select event_from, event_to, event, event_type, initiators, targets, place, report_count, disputed, event_id, part_of
from attacks
