-- One row is one line of one article: what the program expects to be coded in it, what is, what is waived, what is left.
-- not for: proof that a line is coded well: equal counts can hide one thing missed and another coded twice.
--
-- Expected are the counts in lines. A figure is a number; a direct or mixed statement a quotation; a mention as
-- many names as its times. left_* is what neither coding nor waivers account for, never below zero.
create view coverage as
with coded_figures as (
    select source_id, line, count(*) as n from figures group by source_id, line
),
coded_statements as (
    select source_id, line, count(*) as n
    from statements
    where mode in ('direct', 'mixed')
    group by source_id, line
),
coded_mentions as (
    select source_id, line, cast(sum(times) as bigint) as n from mentions group by source_id, line
),
waived as (
    select
        source_id,
        line,
        count(*) filter (where kind = 'number') as number_count,
        count(*) filter (where kind = 'quotation') as quotation_count,
        count(*) filter (where kind = 'name') as name_count,
        count(*) filter (where kind = 'other') as other_count
    from waivers
    group by source_id, line
),
counted as (
    select
        l.source_id,
        l.line,
        l.role,
        l.numbers as expected_numbers,
        coalesce(f.n, 0) as coded_numbers,
        coalesce(w.number_count, 0) as waived_numbers,
        l.quotations as expected_quotations,
        coalesce(s.n, 0) as coded_quotations,
        coalesce(w.quotation_count, 0) as waived_quotations,
        l.names as expected_names,
        coalesce(m.n, 0) as coded_names,
        coalesce(w.name_count, 0) as waived_names,
        coalesce(w.other_count, 0) as waived_other
    from lines l
    left join coded_figures f on f.source_id = l.source_id and f.line = l.line
    left join coded_statements s on s.source_id = l.source_id and s.line = l.line
    left join coded_mentions m on m.source_id = l.source_id and m.line = l.line
    left join waived w on w.source_id = l.source_id and w.line = l.line
),
remaining as (
    select
        *,
        greatest(0, expected_numbers - coded_numbers - waived_numbers) as left_numbers,
        greatest(0, expected_quotations - coded_quotations - waived_quotations) as left_quotations,
        greatest(0, expected_names - coded_names - waived_names) as left_names
    from counted
)
select *, left_numbers + left_quotations + left_names as left_total
from remaining
order by source_id, line;
