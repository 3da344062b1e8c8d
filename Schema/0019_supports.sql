-- A support that was given under one id of a person meets a request that was made under another.

set role waymark_owner;

-- Null in rows of the version before, until they are rebuilt: then only what stands with the request meets it.
alter table proj.access_support_template add column event_id uuid, add column request_id uuid;
comment on column proj.access_support_template.event_id is 'The id of the event of the request.';
comment on column proj.access_support_template.request_id is
    'The request that a support names and that is not in the same record: another id of the person may have made it.';

do $$
declare
    v_fresh boolean := not exists (select from log.tenant) and not exists (select from log.arrival);
    v_build record;
begin
    for v_build in select r.build, r.state from proj.registry r where r.projection = 'access' loop
        execute format('alter table proj.%I add column event_id uuid, add column request_id uuid',
                       'access_support_b' || v_build.build);
        continue when v_build.state <> 'live';
        execute format('create or replace view proj.access_support with (security_invoker = true) as
                            select * from proj.%I', 'access_support_b' || v_build.build);
    end loop;
    if v_fresh then
        update proj.registry r set version = 3 where r.projection = 'access' and r.state = 'live';
    end if;
end $$;

-- As in 0014, but that a request is met by the first support that names it, under whichever id of the person.
create or replace view proj.access_asked with (security_invoker = true) as
select k.tenant, (array_agg(distinct a.school))[1] as school, k.person as learner, k.learner as asked_by, k.support,
       k.asked_on, k.met_on
  from (select s.tenant, s.learner, s.support, s.school, coalesce(i.person, s.learner) as person,
               (s.requested_at at time zone 'UTC')::date as asked_on,
               (least(s.provided_at, given.first_at) at time zone 'UTC')::date as met_on
          from proj.access_support s
          left join proj.identity_person i on i.tenant = s.tenant and i.learner = s.learner
          left join lateral (
                   select min(g.provided_at) as first_at from proj.access_support g
                    where g.tenant = s.tenant and g.learner = any (i.ids) and g.request_id = s.event_id) given on true
         where s.requested_at is not null) k
  join proj.access_attended a on a.tenant = k.tenant and a.learner = k.person
                             and (k.school is null or a.school = k.school)
                             and k.asked_on between a.starts_on and coalesce(a.ends_on, 'infinity')
 group by k.tenant, k.person, k.learner, k.support, k.asked_on, k.met_on having count(distinct a.school) = 1;

-- The keys of a build are made once, of millions of rows: with the usual memory they are sorted on disk.
alter function proj.finish_load(text, int) set maintenance_work_mem = '256MB';

reset role;
