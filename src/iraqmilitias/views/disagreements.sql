-- One row is one finding: a row and all that cannot be right together with it, in one respect, with its conflict.
-- not for: a list of errors: which of them is wrong, or whether they speak of the same thing, a person must judge.
--
-- Found as disagreement_pairs says. Pairs that one row of conflicts settles are one finding: record_id is then the row
-- that it names, other_ids all that stand against it, other_id the first of them. A pair without a conflict is a
-- finding of its own. field is the column of record_id's row in question, detail what stands against what.
create view disagreements as
with settled as (
    select
        p.*,
        case
            when c.record_id in (p.record_id, p.other_id) then c.record_id
            when c.other_id in (p.record_id, p.other_id) then c.other_id
            else p.record_id
        end as named_id
    from disagreement_pairs p
    left join conflicts c on c.conflict_id = p.conflict_id
),
turned as (
    select
        * replace (
            case when named_id = record_id then other_id else record_id end as other_id,
            case
                when named_id = record_id then field
                when field = 'date_to' then 'date_from'
                when field = 'date_from' then 'date_to'
                when field = 'value_low' then 'value_high'
                when field = 'value_high' then 'value_low'
                else field
            end as field
        )
    from settled
)
select
    kind,
    named_id as record_id,
    min(other_id) as other_id,
    string_agg(other_id, ', ' order by other_id) as other_ids,
    event_id,
    arg_min(field, other_id) as field,
    string_agg(distinct detail, '; ' order by detail) as detail,
    conflict_id
from turned
group by kind, named_id, event_id, conflict_id, case when conflict_id is null then other_id end
order by named_id, other_id, kind;
