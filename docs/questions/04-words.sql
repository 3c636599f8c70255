-- How does each author word the militias?
-- ranking the outlets: five articles of different kinds are no sample of anybody’s writing.
select source_id, publisher, term, neutral, voice, times
from term_usage
where actor in ('Iran-backed militias in Iraq', 'IMIS (Iranian Militias in Iraq and Syria)')
order by source_id, times desc, term
