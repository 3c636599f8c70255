-- One row is one statement with everybody it passed through: speaker, relayers, the article's author, its publisher.
-- not for: what was really said: each link of the chain may have changed it; see fidelity and depth.
--
-- relayed_by goes outward, nearest first: the statement's own via, then the speaker of the statement that it is
-- told in, that one's via, and so on. depth counts them: 0 is said to the article. inferred_speaker is what a
-- reference concludes and never stands in the chain. A chain that comes to a statement again ends there.
create view voices as
with recursive outward as (
    select
        s.statement_id,
        nullif(s.within_id, s.statement_id) as next_id,
        [s.statement_id] as met,
        case when s.via_id is null then 0 else 1 end as depth,
        via.name || ' (' || via.actor_id || ')' as relayed_by,
        'relayed by ' || via.name as relay_links
    from statements s
    left join actors via on via.actor_id = s.via_id
    union all
    select
        o.statement_id,
        case when not list_contains(list_append(o.met, s.statement_id), s.within_id) then s.within_id end,
        list_append(o.met, s.statement_id),
        o.depth + 1 + (case when s.via_id is null then 0 else 1 end),
        concat_ws(
            '; ', o.relayed_by, outer_speaker.name || ' (' || outer_speaker.actor_id || ')',
            via.name || ' (' || via.actor_id || ')'
        ),
        concat_ws(' ← ', o.relay_links, 'relayed by ' || outer_speaker.name, 'relayed by ' || via.name)
    from outward o
    join statements s on s.statement_id = o.next_id
    join actors outer_speaker on outer_speaker.actor_id = s.speaker_id
    left join actors via on via.actor_id = s.via_id
)
select
    s.statement_id,
    s.speaker_id,
    speaker.name as speaker,
    not speaker.named as unnamed,
    o.depth,
    o.relayed_by,
    byline(c.author, c.author_basis) as author,
    c.author_basis,
    c.publisher,
    concat_ws(
        ' ← ', speaker.name, o.relay_links, coalesce(byline(c.author, c.author_basis), 'unnamed author'), c.publisher
    ) as chain,
    s.mode,
    s.act,
    s.topic,
    s.paraphrase,
    s.addressee_id,
    addressee.name as addressee,
    s.about_id,
    about.name as about,
    s.fidelity,
    s.date_from as said_from,
    s.date_to as said_to,
    s.via_id,
    s.within_id,
    s.continues_id,
    s.reference_id,
    b.title as reference,
    s.inferred_speaker_id,
    inferred.name as inferred_speaker,
    s.source_id,
    s.line,
    l.paragraph,
    s.locator,
    deep_link(c.url, s.locator) as url
from statements s
join outward o on o.statement_id = s.statement_id and o.next_id is null
join actors speaker on speaker.actor_id = s.speaker_id
join sources c on c.source_id = s.source_id
left join lines l on l.source_id = s.source_id and l.line = s.line
left join actors addressee on addressee.actor_id = s.addressee_id
left join actors about on about.actor_id = s.about_id
left join actors inferred on inferred.actor_id = s.inferred_speaker_id
left join bibliography b on b.reference_id = s.reference_id
order by s.source_id, s.line, s.statement_id;
