-- Whom does Iran back, by whose word, and how surely?
-- Each row is what one voice in one article says; hedged and denied are its own reserve.
-- Do not read a missing row as a denial, nor a row as a finding: each is a claim of its voice.
select publisher, source_id, line, iranian, other, certainty, tense, voice
from iran_ties
where direction = 'from Iran' and relation = 'backs'
order by source_id, line, affiliation_id
