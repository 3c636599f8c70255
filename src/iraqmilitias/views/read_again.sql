-- One row is one record, and what came of it when readers who had not coded it answered questions about it.
-- not for: saying that a person checked it: none has; reader_kinds says who read, and unread is not wrong.
--
-- A reading counts only for the row as it was read (readings.row_sha256, the hash of its filled cells); a row that has
-- changed since is unread. state: unread; affirmed: every question by every reader; settled: some answer did not agree
-- and was decided on, see reliability/settled.csv; open: some answer that does not agree is not decided.
create view read_again as
with printed as (
    select
        record_id, table_name,
        sha256(nfc_normalize(string_agg(column_name || '=' || value, chr(10) order by column_name))) as row_sha256
    from cells
    group by record_id, table_name
)
select
    p.record_id,
    p.table_name,
    count(r.reader) as reader_count,
    string_agg(distinct r.reader_kind, ', ' order by r.reader_kind) as reader_kinds,
    max(r.read_on) as read_on,
    cast(coalesce(sum(r.questions), 0) as bigint) as questions,
    cast(coalesce(sum(r.affirmed), 0) as bigint) as affirmed,
    cast(coalesce(sum(r.open), 0) as bigint) as open_answers,
    case
        when count(r.reader) = 0 then 'unread'
        when sum(r.open) > 0 then 'open'
        when sum(r.affirmed) = sum(r.questions) then 'affirmed'
        else 'settled'
    end as state
from printed p
left join readings r on r.record_id = p.record_id and r.row_sha256 = p.row_sha256
group by p.record_id, p.table_name
order by p.table_name, p.record_id;
