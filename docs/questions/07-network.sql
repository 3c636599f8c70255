-- Who backs, leads or belongs to whom, and who says so?
-- a finding that a tie exists: each is a claim of its article or speaker.
select actor, relation, organisation, certainty, voice, publisher, source_id, line
from actor_network
where relation in ('backs', 'part_of', 'member_of', 'leads', 'deputy_leads', 'linked_to', 'allied_with')
order by organisation, relation, actor, source_id
