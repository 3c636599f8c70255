-- One row is one thing that a reader must know before handing a record on, in one sentence; a record may have several.
-- not for: proof that a record without a row is right: nobody has looked for everything, and no person has checked it.
--
-- kind, of a conflict: contradicted (a reference shows that the row's line is wrong), contradicts (the other row's is),
-- explained (how both came to be printed is known), open (nobody can say which is right); of the row itself: reworded,
-- unnamed_speaker, inferred_speaker (a reference names whom the line does not), inferred_author, unconfirmed (wording
-- not compared with an original, not read again since the row was changed, or read again with an answer left open).
-- about_id is the record that it is really about: a figure, report, tie or participant has what its statement has, an
-- event what its reports and figures have, and they what the event has. A conflict comes once, at its nearest record.
-- verdict_order puts conflicts first. The records are those of claims, events, participants, mentions and articles.
create view verdicts as
with judged as (
    select record_id, table_name, source_id, case when table_name <> 'mentions' then statement_id end as statement_id
    from evidence
    where table_name in ('figures', 'statements', 'event_reports', 'affiliations', 'events', 'mentions')
    union all
    select p.participant_id, 'participants', r.source_id, r.statement_id
    from participants p
    join event_reports r on r.report_id = p.report_id
    union all
    select source_id, 'sources', source_id, null from sources
),
nearby as (
    select record_id, record_id as about_id, 'it ' as via, 0 as distance from judged
    union all
    select record_id, statement_id, 'its statement ' || statement_id || ' ', 1
    from judged
    where statement_id <> record_id
    union all
    select participant_id, report_id, 'its report ' || report_id || ' ', 1 from participants
    union all
    select report_id, event_id, 'its event ' || event_id || ' ', 2 from event_reports
    union all
    select event_id, report_id, 'its report ' || report_id || ' ', 2 from event_reports
    union all
    select figure_id, event_id, 'its event ' || event_id || ' ', 2 from figures where event_id is not null
    union all
    select event_id, figure_id, 'its figure ' || figure_id || ' ', 2 from figures where event_id is not null
),
sides as (
    select conflict_id, record_id as about_id, other_id, reference_id, finding,
        case verdict when 'source_error' then 'contradicted' else verdict end as kind,
        case verdict
            when 'source_error' then 'is contradicted: '
            when 'explained' then 'differs, which is explained: '
            else 'is disputed, and nobody can say which is right: '
        end as says
    from conflicts
    union all
    select conflict_id, other_id, record_id, reference_id, finding,
        case verdict when 'source_error' then 'contradicts' else verdict end,
        case verdict
            when 'source_error' then 'contradicts ' || record_id || ', which is wrong: '
            when 'explained' then 'differs from ' || record_id || ', which is explained: '
            else 'disagrees with ' || record_id || ', and nobody can say which is right: '
        end
    from conflicts
    where other_id is not null
),
spoken as (
    select j.record_id, v.statement_id as about_id, v.fidelity, v.unnamed, v.speaker, v.inferred_speaker, v.reference_id
    from judged j
    join voices v on v.statement_id = j.statement_id
),
found as (
    select
        n.record_id, s.kind, n.about_id, s.other_id, s.reference_id, s.conflict_id,
        regexp_replace(n.via || s.says, '^it (is )?', '') || rtrim(s.finding, '.')
            || ' (' || concat_ws(', ', s.other_id, s.reference_id) || ')' as verdict_text
    from nearby n
    join sides s on s.about_id = n.about_id
    qualify row_number() over (partition by n.record_id, s.conflict_id order by n.distance, n.about_id, s.kind) = 1
    union all by name
    select record_id, about_id, reference_id, 'reworded' as kind,
        'the quotation is reworded (' || replace(fidelity, '_', ' ') || '): not the speaker’s words' as verdict_text
    from spoken
    where fidelity in ('altered', 'machine_paraphrased')
    union all by name
    select record_id, about_id, 'unnamed_speaker' as kind, 'the speaker is not named: ' || speaker as verdict_text
    from spoken
    where unnamed
    union all by name
    select record_id, about_id, reference_id, 'inferred_speaker' as kind,
        'the line does not name the speaker; by ' || reference_id || ' it is ' || inferred_speaker as verdict_text
    from spoken
    where inferred_speaker is not null
    union all by name
    select j.record_id, j.source_id as about_id, 'inferred_author' as kind,
        'the author is inferred and not printed: ' || c.author as verdict_text
    from judged j
    join sources c on c.source_id = j.source_id and c.author_basis = 'inferred'
    union all by name
    select record_id, about_id, 'unconfirmed' as kind,
        'the wording of the quotation was not compared with an original' as verdict_text
    from spoken
    where fidelity = 'unverified'
    union all by name
    select j.record_id, j.record_id as about_id, 'unconfirmed' as kind,
        case g.state when 'open' then 'read again, with answers left open: ' || g.open_answers
            else 'not read again since it was coded or changed' end as verdict_text
    from judged j
    join read_again g on g.record_id = j.record_id and g.state in ('unread', 'open')
)
select
    f.record_id, j.table_name,
    row_number() over (
        partition by f.record_id
        order by list_position(['contradicted', 'open', 'explained', 'contradicts', 'reworded', 'unnamed_speaker',
            'inferred_speaker', 'inferred_author', 'unconfirmed'], f.kind), f.conflict_id, f.about_id, f.verdict_text
    ) as verdict_order,
    f.kind, f.verdict_text, f.about_id, f.conflict_id, f.other_id, f.reference_id,
    b.title as reference, b.url as reference_url
from found f
join judged j on j.record_id = f.record_id
left join bibliography b on b.reference_id = f.reference_id
order by f.record_id, verdict_order;
