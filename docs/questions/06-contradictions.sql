-- Where do the articles contradict each other or the record?
-- a list of all errors: it is what was found.
select kind, verdict, record_id, other_id, finding, reference_id
from conflicts
order by kind, conflict_id
