-- What is told as the answer to what?
-- Each row is a line that presents an event as the answer to another.
-- Do not take it for cause and effect: it is how the line tells it.
select source_id, line, event, event_edtf, response_to_event as answers, response_to_edtf as answered_edtf, certainty, voice
from responses
order by source_id, line
