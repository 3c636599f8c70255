-- What must be known before a figure is handed on?
-- Each row is one warning; contradicted comes with the reference that shows what is right.
-- Do not read a figure without a row as checked: no person has checked any.
select v.record_id, f.printed, f.description, v.kind, v.verdict_text, v.reference_url
from verdicts v
join figures f on f.figure_id = v.record_id
order by v.record_id, v.verdict_order
