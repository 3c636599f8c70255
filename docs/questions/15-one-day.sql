-- When were Soleimani and al-Muhandis killed, by each article?
-- dated is what the line says; a date in another year than the others is a contradiction, which the verdict tells.
-- Do not correct one row by another: each keeps what its line says.
select r.publisher, r.line, r.report_edtf as dated, r.event_type as called, v.verdict_text
from reports r
left join verdicts v on v.record_id = r.report_id and v.verdict_order = 1
where r.event_id = 'evt-0012'
order by r.report_id
