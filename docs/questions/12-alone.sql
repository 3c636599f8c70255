-- What is said of Iran’s hold over the groups?
-- Some warn of what Iran does through the groups, others say that they no longer obey it; said_to is the last day on which it can have been said.
-- Do not read it as a trend: the speakers are few, and each article chose its own.
select source_id, line, speaker, said_to, paraphrase
from voices
where topic = 'militia_iran_ties'
order by source_id, line
