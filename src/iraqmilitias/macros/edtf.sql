-- Writes bounds and their precision as an Extended Date/Time Format string (ISO 8601-2:2019, levels 1 and 2).
-- not for: sorting or arithmetic: use date_from and date_to.
--
-- day 2021-05-08 · month 2021-05 · season 2020-23 · year 2018 · range [a..b] · span a/b · open ../b or a/..
-- A season is spring 21 March-May, summer 22 June-August, fall 23 September-November, winter 24 December-February
-- (under the year of its December). Bounds that are not the whole month, season or year, say because the article
-- appeared before its end, are [a..b]; a range of one day is that day. A missing bound gives the open form
-- whatever the precision; two missing bounds, or an unknown precision, give NULL.
create macro edtf(date_from, date_to, date_precision) as
    case
        when date_precision is null then null
        when date_precision not in ('day', 'month', 'season', 'year', 'range', 'span', 'open') then null
        when date_from is null and date_to is null then null
        when date_from is null then '../' || strftime(cast(date_to as date), '%Y-%m-%d')
        when date_to is null then strftime(cast(date_from as date), '%Y-%m-%d') || '/..'
        when date_precision = 'span'
            then strftime(cast(date_from as date), '%Y-%m-%d') || '/' || strftime(cast(date_to as date), '%Y-%m-%d')
        when date_precision = 'month'
            and day(cast(date_from as date)) = 1
            and cast(date_to as date) = last_day(cast(date_from as date))
            then strftime(cast(date_from as date), '%Y-%m')
        when date_precision = 'season'
            and day(cast(date_from as date)) = 1
            and month(cast(date_from as date)) in (3, 6, 9, 12)
            and cast(date_to as date) = last_day(cast(date_from as date) + interval 2 month)
            then strftime(cast(date_from as date), '%Y-') || cast(20 + month(cast(date_from as date)) // 3 as varchar)
        when date_precision = 'year'
            and strftime(cast(date_from as date), '%m-%d') = '01-01'
            and strftime(cast(date_to as date), '%m-%d') = '12-31'
            and year(cast(date_from as date)) = year(cast(date_to as date))
            then strftime(cast(date_from as date), '%Y')
        when cast(date_from as date) = cast(date_to as date) then strftime(cast(date_from as date), '%Y-%m-%d')
        else '[' || strftime(cast(date_from as date), '%Y-%m-%d') || '..'
            || strftime(cast(date_to as date), '%Y-%m-%d') || ']'
    end;
