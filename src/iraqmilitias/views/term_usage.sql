-- One row is one loaded term for one actor in one article, stance and voice: who uses it as whose word, how often.
-- not for: comparing articles of different length without their words (see source_profile), or judging a voice by it.
--
-- A naming counts for a term where its row says so, or where it names the term's actor and has the term's words, so
-- that a label which one article disputes counts where another uses it plainly. stance: own (the author's word),
-- quoted (somebody else's), distanced (held at a distance). actor is whom the naming means; a term that names none
-- of the actors has one row, of its first use, without actor and stance.
create view term_usage as
with used as (
    select
        t.term_id,
        m.actor_id,
        m.source_id,
        m.line,
        m.times,
        m.statement_id,
        coalesce(m.stance, case when m.statement_id is null then 'own' else 'quoted' end) as stance
    from mentions m
    join terms t
        on t.term_id = m.term_id
        or (m.term_id is null and m.actor_id = t.actor_id and contains(lower(m.text), lower(t.term)))
    union all
    select term_id, actor_id, source_id, line, 1, null, null
    from terms
    where term_id not in (select term_id from mentions where term_id is not null)
)
select
    t.term_id,
    t.term,
    t.neutral,
    u.actor_id,
    a.name as actor,
    u.source_id,
    c.publisher,
    u.stance,
    case when u.stance is not null then coalesce(v.speaker, 'author') end as voice,
    v.speaker_id,
    cast(sum(u.times) as bigint) as times,
    count(distinct u.line) as line_count
from used u
join terms t on t.term_id = u.term_id
join sources c on c.source_id = u.source_id
left join actors a on a.actor_id = u.actor_id
left join voices v on v.statement_id = u.statement_id
group by all
order by t.term_id, u.source_id, u.actor_id, u.stance, v.speaker_id nulls first;
