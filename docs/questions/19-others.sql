-- Which of these events would ACLED and UCDP not record at all?
-- recorded is false where they have no such kind of event, and empty where UCDP would need a death and nothing is told.
-- Do not append these events to their data: the same events are in it, and each would be counted twice.
select scheme, recorded, match, count(*) as events
from crosswalk
where scheme <> 'plover'
group by all
order by all
