-- Who attributes attacks and repression to Iran itself?
-- Each row is one line in which the state of Iran is the doer, not a group that it backs; accuser is whose word it is.
-- Do not count them as deeds: it is what lines say, and other articles lay attacks of the same years to groups.
select publisher, source_id, line, accuser, event, event_type, against, certainty
from accusations
where accused_camp = 'iran' and role = 'initiator'
order by source_id, line, record_id
