-- When were sites of the United States attacked, and by which camp?
-- year is empty where the dates leave it open; then the attack was not after event_to.
-- Do not compare years: the articles tell of some attacks and not of others.
select distinct case when year(a.event_from) = year(a.event_to) then year(a.event_from) end as year,
    a.event_from, a.event_to, a.event_id, a.event, a.initiator_camps, a.sites
from attacks a
join facility_attacks f on f.event_id = a.event_id and f.camp = 'us'
order by year nulls first, a.event_to, a.event_id
