-- One row is one site where the articles place people or property of the United States, with the attacks told of it.
-- not for: a list of US bases: only what the articles name or mean, regardless of who owns the ground.
create view us_sites as
select
    f.facility_id,
    f.name as facility,
    f.facility_type,
    f.named,
    f.place_id,
    p.name as place,
    f.latitude,
    f.longitude,
    f.coordinate_kind,
    count(distinct s.event_id) as attack_count,
    string_agg(distinct s.event_id, ', ' order by s.event_id) as attack_ids
from facilities f
join places p on p.place_id = f.place_id
left join facility_attacks s on s.facility_id = f.facility_id
where f.camp = 'us'
group by all
order by f.facility_id;
