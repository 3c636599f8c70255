-- One row is one article: how much of it is said in the author's own voice, how it quotes, how loaded its naming is.
-- not for: ranking publishers: one article of each, of different kinds and lengths, does not represent them.
--
-- author_share is the share of rows in claims (figures, statements, reports, affiliations) without a speaker.
-- The namings by a loaded term are told apart by stance (see term_usage): only own_times are the author's word, and
-- only they are set against the length; an outlet that quotes a label in order to dispute it does not use it.
create view source_profile as
with claim_counts as (
    select source_id, count(*) as claim_count, count(*) filter (where speaker_id is null) as author_claims
    from claims
    group by source_id
),
row_counts as (
    select
        source_id,
        count(*) filter (where table_name = 'figures') as figure_count,
        count(*) filter (where table_name = 'statements') as statement_count,
        count(*) filter (where table_name = 'event_reports') as report_count,
        count(*) filter (where table_name = 'affiliations') as affiliation_count,
        count(*) filter (where table_name = 'mentions') as mention_count,
        count(*) filter (where table_name = 'waivers') as waiver_count
    from evidence
    group by source_id
),
event_counts as (
    select r.source_id, count(distinct r.event_id) as event_count, count(p.participant_id) as participant_count
    from event_reports r
    left join participants p on p.report_id = r.report_id
    group by r.source_id
),
mode_counts as (
    select
        source_id,
        count(*) filter (where mode = 'direct') as direct_statements,
        count(*) filter (where mode = 'indirect') as indirect_statements,
        count(*) filter (where mode = 'mixed') as mixed_statements
    from statements
    group by source_id
),
naming_counts as (
    select source_id, cast(sum(times) as bigint) as mention_times from mentions group by source_id
),
loaded as (
    select
        source_id,
        cast(sum(times) filter (where stance = 'own') as bigint) as own_times,
        cast(sum(times) filter (where stance = 'quoted') as bigint) as quoted_times,
        cast(sum(times) filter (where stance = 'distanced') as bigint) as distanced_times
    from term_usage
    group by source_id
)
select
    c.source_id,
    c.title,
    byline(c.author, c.author_basis) as author,
    c.publisher,
    c.genre,
    c.lines,
    c.words,
    coalesce(k.claim_count, 0) as claim_count,
    coalesce(k.author_claims, 0) as author_claims,
    round(k.author_claims / k.claim_count, 4) as author_share,
    coalesce(m.direct_statements, 0) as direct_statements,
    coalesce(m.indirect_statements, 0) as indirect_statements,
    coalesce(m.mixed_statements, 0) as mixed_statements,
    coalesce(w.own_times, 0) as own_times,
    coalesce(w.quoted_times, 0) as quoted_times,
    coalesce(w.distanced_times, 0) as distanced_times,
    round(1000.0 * coalesce(w.own_times, 0) / c.words, 2) as own_per_1000_words,
    coalesce(n.figure_count, 0) as figure_count,
    coalesce(n.statement_count, 0) as statement_count,
    coalesce(n.report_count, 0) as report_count,
    coalesce(e.event_count, 0) as event_count,
    coalesce(e.participant_count, 0) as participant_count,
    coalesce(n.affiliation_count, 0) as affiliation_count,
    coalesce(n.mention_count, 0) as mention_count,
    coalesce(g.mention_times, 0) as mention_times,
    coalesce(n.waiver_count, 0) as waiver_count
from sources c
left join claim_counts k on k.source_id = c.source_id
left join row_counts n on n.source_id = c.source_id
left join event_counts e on e.source_id = c.source_id
left join mode_counts m on m.source_id = c.source_id
left join naming_counts g on g.source_id = c.source_id
left join loaded w on w.source_id = c.source_id
order by c.source_id;
