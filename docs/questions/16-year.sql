-- What certainly happened in 2021?
-- during() asks whether both bounds of an event lie in the year; possible ones (put 'possible' for 'certain') may.
-- Do not add up possible ones over years: each counts in every year in which it may have been.
select event_id, event, event_type, event_edtf
from timeline
where during(event_from, event_to, event_precision, date '2021-01-01', date '2021-12-31') = 'certain'
order by event_from, event_id
