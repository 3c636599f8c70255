-- Who is accused of what against people of Iraq?
-- Each row is one line; against is who is said to have suffered it.
-- Do not read it as proof, nor as all that happened: it is what the articles lay to somebody.
select source_id, line, accuser, accused, event_type, what, against, certainty
from accusations
where against_camps = 'iraqi_public'
order by source_id, line, record_id
