-- How many US soldiers does each article count, and where?
-- Read description and voice first, and value_low to value_high as bounds; shared_places says that one number is for several countries.
-- Do not draw a curve: the numbers count different forces at different times, and some are only said in passing.
select place, shared_places, period_from, period_to, printed, qualifier, value_low, value_high, description, voice, source_id, line
from figure_series
where measure = 'strength' and actor = 'United States armed forces'
order by place, period_from nulls first, source_id, line
