-- One row is one loaded term in one article in one voice: the author's or one speaker's, and how often.
-- not for: comparing articles of different length without their words (see source_profile), or judging a voice by it.
--
-- Counted are mentions with that term_id; a term that an article does not use has no row for it. A naming counts
-- as the author's unless its mention is tied to a statement.
create view term_usage as
select
    t.term_id,
    t.term,
    t.neutral,
    t.actor_id,
    a.name as actor,
    m.source_id,
    c.publisher,
    coalesce(v.speaker, 'author') as voice,
    v.speaker_id,
    cast(sum(m.times) as bigint) as times,
    count(distinct m.line) as line_count
from mentions m
join terms t on t.term_id = m.term_id
join sources c on c.source_id = m.source_id
left join actors a on a.actor_id = t.actor_id
left join voices v on v.statement_id = m.statement_id
group by t.term_id, t.term, t.neutral, t.actor_id, a.name, m.source_id, c.publisher, v.speaker, v.speaker_id
order by t.term_id, m.source_id, v.speaker_id nulls first;
