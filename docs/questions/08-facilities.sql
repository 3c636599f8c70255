-- Which facilities were attacked, in whose telling?
-- how often a site was attacked: one line may tell of a run.
select facility, event, event_type, edtf, initiators, certainty, voice, source_id, line
from facility_attacks
order by facility, source_id, line
