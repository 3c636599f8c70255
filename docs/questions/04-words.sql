-- Which loaded terms does each outlet use as its own?
-- A row counts only what the author writes without quotation marks, distance or speaker; actor is who is meant.
-- Do not rank the outlets: a few articles of different kind and length are not a sample of anybody’s writing.
select publisher, term, neutral, actor, times, line_count
from term_usage
where stance = 'own'
order by publisher, times desc, term
