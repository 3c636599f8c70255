-- Which side attacked which?
-- A camp is a side for counting; hedged_events are those that every report attributes to the camp with a reserve.
-- Do not compare the numbers: an event here may be one attack or a year of them.
select by_camp, on_camp, event_count, hedged_events, event_ids
from dyads
