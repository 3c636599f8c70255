-- One row is one line of one article: what of it the program expects to be coded, what is, is waived and is left.
-- not for: proof that a line is coded well: equal counts can hide one thing missed and another coded twice.
--
-- The units are those of lines and of `iraqmilitias coverage` without the texts: distinct numerals, quotations,
-- distinct capitalised words of names. Figures account for the numerals that they print, mentions and terms for
-- their capitalised words, waivers (but those of quotations) for what is then still open. One direct or mixed
-- statement accounts for all the quotations that are not waived, since it may hold several. Each is cut off at what
-- is expected, so that coded + waived + left = expected. left_lines is 1 where a line that is not blank has no row
-- and no waiver at all.
create view coverage as
with pieces as (
    select source_id, line, 'number' as kind, true as is_coded, printed as piece from figures
    union all
    select source_id, line, 'name', true, text from mentions
    union all
    select source_id, line, 'name', true, term from terms
    union all
    select source_id, line, 'number', false, text from waivers where kind <> 'quotation'
    union all
    select source_id, line, 'name', false, text from waivers where kind <> 'quotation'
),
-- Keep in step with numerals() in coding/numbers.py and capitals() in coding/names.py; a test compares them.
units as (
    select
        source_id, line, kind, is_coded,
        trim(unnest(regexp_extract_all(lower(piece), '[0-9][0-9,.]*[0-9]|[0-9]|\b(?:zero|one|two|three|four|five|six|'
            || 'seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|'
            || 'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens|hundreds|thousands|millions|billions|'
            || 'trillions|scores|tens|dozen|hundred|thousand|million|billion|trillion)\b')), '.,') as unit
    from pieces
    where kind = 'number'
    union all
    select
        source_id, line, kind, is_coded,
        regexp_replace(unnest(regexp_extract_all(piece, 'https?://\S+|www\.\S+|\b\w[\w-]{0,60}\.(?:com|org|net|gov|'
            || 'info|news|co\.\w\w|edu)\b|(?:\pL\.){2,}|[\pL\pN]+(?:[''’ʼ‘`&][\pL\pN]+)*')), '[''’ʼ‘`][sS]$', '')
    from pieces
    where kind = 'name'
),
accounted as (
    select source_id, line, kind, unit, bool_or(is_coded) as is_coded
    from units
    where kind = 'number' or (regexp_matches(unit, '^\p{Lu}') and lower(unit) not in ('i', 'a', 'an', 'the'))
    group by source_id, line, kind, unit
),
unit_counts as (
    select
        source_id, line,
        count(*) filter (where kind = 'number' and is_coded) as coded_numerals,
        count(*) filter (where kind = 'number' and not is_coded) as waived_numerals,
        count(*) filter (where kind = 'name' and is_coded) as coded_capitals,
        count(*) filter (where kind = 'name' and not is_coded) as waived_capitals
    from accounted
    group by source_id, line
),
row_counts as (
    select source_id, line, count(*) as rows_or_waivers
    from evidence
    where table_name <> 'lines'
    group by source_id, line
),
quoting as (
    select source_id, line, count(*) as n from statements where mode in ('direct', 'mixed') group by source_id, line
),
waiver_counts as (
    select
        source_id, line,
        count(*) filter (where kind = 'quotation') as quotation_waivers,
        count(*) filter (where kind = 'other') as other_waivers
    from waivers
    group by source_id, line
),
tallied as (
    select
        l.source_id,
        l.line,
        l.role,
        l.numbers as expected_numbers,
        least(l.numbers, coalesce(u.coded_numerals, 0)) as coded_numbers,
        least(l.numbers - coded_numbers, coalesce(u.waived_numerals, 0)) as waived_numbers,
        l.quotations as expected_quotations,
        least(l.quotations, coalesce(w.quotation_waivers, 0)) as waived_quotations,
        case when q.n > 0 then l.quotations - waived_quotations else 0 end as coded_quotations,
        l.names as expected_names,
        least(l.names, coalesce(u.coded_capitals, 0)) as coded_names,
        least(l.names - coded_names, coalesce(u.waived_capitals, 0)) as waived_names,
        coalesce(w.other_waivers, 0) as waived_other,
        case when l.role <> 'blank' and coalesce(r.rows_or_waivers, 0) = 0 then 1 else 0 end as left_lines
    from lines l
    left join unit_counts u on u.source_id = l.source_id and u.line = l.line
    left join quoting q on q.source_id = l.source_id and q.line = l.line
    left join waiver_counts w on w.source_id = l.source_id and w.line = l.line
    left join row_counts r on r.source_id = l.source_id and r.line = l.line
)
select
    source_id,
    line,
    role,
    expected_numbers,
    coded_numbers,
    waived_numbers,
    expected_numbers - coded_numbers - waived_numbers as left_numbers,
    expected_quotations,
    coded_quotations,
    waived_quotations,
    expected_quotations - coded_quotations - waived_quotations as left_quotations,
    expected_names,
    coded_names,
    waived_names,
    expected_names - coded_names - waived_names as left_names,
    waived_other,
    left_lines,
    left_numbers + left_quotations + left_names + left_lines as left_total
from tallied
order by source_id, line;
