-- Where do the articles contradict each other or the record, and who is right?
-- source_error: the reference shows that the line is wrong; explained: it is known how both came to be printed; open: nobody can say.
-- Do not take it for a list of all errors: it has what was found, and nobody has looked for everything.
select c.verdict, c.kind, c.record_id, r.source_id, r.line, c.other_id, c.finding, b.publisher as reference
from conflicts c
left join records r on r.record_id = c.record_id
left join bibliography b on b.reference_id = c.reference_id
order by c.verdict, r.source_id, r.line, c.conflict_id
