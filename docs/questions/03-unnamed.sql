-- Which claims rest on speakers whom nobody names?
-- Each row is a statement of critics, analysts, officials or others without a name.
-- Do not judge the claim by it: a named speaker can be wrong and an unnamed one right.
select source_id, line, speaker, relayed_by, act, paraphrase
from voices
where unnamed
order by source_id, line, statement_id
