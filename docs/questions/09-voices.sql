-- What was said by whom through whom?
-- quoting: read fidelity first; in two of the articles no quotation is its speaker’s wording.
select source_id, line, chain, mode, act, fidelity, paraphrase
from voices
where mode <> 'indirect' or depth > 0
order by source_id, line
