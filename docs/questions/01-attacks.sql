-- Who attacked whom, where?
-- counting attacks: runs and single attacks stand side by side, and each row is what one line says.
select source_id, line, event, event_type, initiators, coalesce(targets, victims) as against, locations, voice
from reports
where event_type in ('rocket-attack', 'drone-attack', 'missile-attack', 'armed-attack', 'airstrike', 'assassination-attempt')
order by source_id, line
