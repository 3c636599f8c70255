-- Who was killed, and how many?
-- killed_low is at least, killed_high at most; killed_basis says which figure or report it rests on.
-- Do not add up, and do not read a missing row as no deaths: most lines say nothing of them.
select c.event_id, c.event, c.event_from, c.event_to, c.killed_low, c.killed_best, c.killed_high, c.killed_basis, v.verdict_text
from casualties c
left join verdicts v on v.record_id = c.event_id and v.verdict_order = 1
where c.killed_basis is not null
order by c.event_to
