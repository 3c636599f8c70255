-- Which claims rest on unnamed sources?
-- judging the claims: a named source can be wrong and an unnamed one right.
select source_id, line, speaker, relayed_by, inferred_speaker, act, paraphrase
from voices
where unnamed or inferred_speaker is not null
order by source_id, line
