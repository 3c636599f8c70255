-- What does each article say about troop numbers over time?
-- a curve: the numbers count different forces at different places, some as rhetoric; read description and voice.
select source_id, line, actor, place, period_from, period_to, printed, qualifier, value_low, value_high, description, voice
from figure_series
where measure = 'strength'
order by period_from, source_id, line
