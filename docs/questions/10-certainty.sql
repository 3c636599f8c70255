-- How certain is each report?
-- how likely a thing is: certainty is the line’s wording, not a probability.
select certainty, event, source_id, line, voice, summary
from reports
where certainty <> 'asserted' or voice <> 'author'
order by certainty, source_id, line
