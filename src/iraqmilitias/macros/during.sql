-- Whether something dated by bounds happened from `first` to `last` (inclusive days): 'certain', 'possible' or 'no'.
-- not for: counting: a sum over 'possible' counts one event in every window that it may fall in.
--
-- A missing bound of the date or of the window is unbounded. A window that ends before it begins: 'no'.
-- 'no': the bounds and the window share no day.
-- day, month, season, year, range (some time within the bounds): 'certain' only if the window holds both bounds.
-- span (lasts from first to last): 'certain' as soon as one day is shared, since some of it happened then.
-- open (a bound is missing): nobody says whether it happened at some time or lasted, so the stricter reading
--   holds: 'certain' only if the window holds the bounds, hence only where it is itself open on the open side.
--   A span that lacks a bound is read the same way.
-- A missing or unknown precision gives NULL. For rows with dates but no date_precision (figures, statements,
-- affiliations) pass 'range' or 'span', whichever you can defend.
create macro during(date_from, date_to, date_precision, first, last) as
    case
        when date_precision is null then null
        when date_precision not in ('day', 'month', 'season', 'year', 'range', 'span', 'open') then null
        when coalesce(cast(first as date), date '-infinity') > coalesce(cast(last as date), date 'infinity') then 'no'
        when coalesce(cast(date_from as date), date '-infinity') > coalesce(cast(last as date), date 'infinity')
            then 'no'
        when coalesce(cast(date_to as date), date 'infinity') < coalesce(cast(first as date), date '-infinity')
            then 'no'
        when date_precision = 'span' and date_from is not null and date_to is not null then 'certain'
        when coalesce(cast(date_from as date), date '-infinity') >= coalesce(cast(first as date), date '-infinity')
            and coalesce(cast(date_to as date), date 'infinity') <= coalesce(cast(last as date), date 'infinity')
            then 'certain'
        else 'possible'
    end;
