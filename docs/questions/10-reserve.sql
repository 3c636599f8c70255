-- What is told with a reserve, or denied?
-- hedged: this voice says it with a reserve; denied: it says that it is not so; disputed: its own line has somebody doubt it.
-- Do not read certainty as a probability: it is how the line words it.
select 'tie' as what, actor as who, relation as part, organisation as of_what, certainty, voice, source_id, line
from ties
where certainty <> 'asserted'
union all
select 'part in an event', coalesce(a.name, f.name), p.role, r.event, p.certainty, r.voice, r.source_id, r.line
from participants p
join reports r on r.report_id = p.report_id
left join actors a on a.actor_id = p.actor_id
left join facilities f on f.facility_id = p.facility_id
where p.certainty <> 'asserted' and p.basis = 'line'
order by source_id, line, part, who
