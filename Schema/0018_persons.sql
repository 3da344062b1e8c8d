-- The speed of access where hardly anybody has several ids. A join of all learners with what is worked out of two kinds
-- of people hides from the planner that nearly all of them are of one kind: it sorts both sides on disk. So each kind is
-- joined by itself: who has one id with the tables as they are, persons of several ids with what is worked out for them.

set role waymark_owner;

-- What a record says of offers that are not in it: answers to what another id of the person was offered.
create table proj.access_reply_template (
    tenant int not null,
    learner uuid not null,
    reply bigint not null,
    offer_id uuid not null,
    answer text,
    answered_at timestamptz,
    started_at timestamptz,
    completed_at timestamptz,
    explained_by bigint[] not null,
    primary key (tenant, learner, reply)
);
select waymark.protect('proj.access_reply_template');
-- Null in rows of the version before, until they are rebuilt: then nothing is found to answer them.
alter table proj.access_offer_template add column event_id uuid;
update proj.projection set tables = tables || 'access_reply'::text where projection = 'access';

-- A fresh database has the tables of today's fold at once. One with districts gets rows for them by `waymark rebuild`;
-- until then the columns are empty, and what reads them finds nothing.
do $$
declare
    v_fresh boolean := not exists (select from log.tenant) and not exists (select from log.arrival);
    v_build record;
begin
    for v_build in select r.build, r.state, r.loaded_at is not null as is_loaded from proj.registry r
                    where r.projection = 'access' loop
        execute format('alter table proj.%I add column event_id uuid', 'access_offer_b' || v_build.build);
        -- A build that is being loaded gets keys and fence when it is.
        execute format('create table proj.%I (like proj.access_reply_template including %s)',
                       'access_reply_b' || v_build.build, case when v_build.is_loaded then 'all' else 'defaults' end);
        continue when not v_build.is_loaded;
        perform waymark.protect(format('proj.%I', 'access_reply_b' || v_build.build)::regclass,
                                'select, insert, update, delete');
        execute format('grant select on proj.%I to waymark_analyst', 'access_reply_b' || v_build.build);
        continue when v_build.state <> 'live';
        execute format('create or replace view proj.access_offer with (security_invoker = true) as
                            select * from proj.%I', 'access_offer_b' || v_build.build);
        execute format('create or replace view proj.access_reply with (security_invoker = true) as
                            select * from proj.%I', 'access_reply_b' || v_build.build);
    end loop;
    grant select on proj.access_reply to waymark_app, waymark_analyst;
    if v_fresh then
        update proj.registry r set version = 2 where r.projection = 'access' and r.state = 'live';
    end if;
end $$;

-- The groups of persons of several ids; on one day each is in a group once.
create view proj.access_joint_membership with (security_invoker = true) as
select j.tenant, j.person as learner, j.dimension, j.member_of, lower(j.stretch) as valid_from,
       upper(j.stretch) as valid_to
  from (select i.tenant, i.person, m.dimension, m.member_of,
               unnest(range_agg(daterange(m.valid_from, m.valid_to))) as stretch
          from proj.identity_person i
          join ref.group_membership m on m.tenant = i.tenant and m.learner = i.learner and m.known_to = 'infinity'
         group by i.tenant, i.person, m.dimension, m.member_of) j;

create or replace view proj.access_membership with (security_invoker = true) as
select m.tenant, m.learner, m.dimension, m.member_of, m.valid_from, m.valid_to
  from ref.group_membership m
 where m.known_to = 'infinity'
   and not exists (select from proj.identity_person i where i.tenant = m.tenant and i.learner = m.learner)
union all
select tenant, learner, dimension, member_of, valid_from, valid_to from proj.access_joint_membership;

create or replace view proj.access_attended with (security_invoker = true) as
select p.tenant, p.school, coalesce(i.person, p.learner) as learner, p.starts_on, p.ends_on,
       i.person is not null as is_joint
  from proj.access_presence p
  left join proj.identity_person i on i.tenant = p.tenant and i.learner = p.learner;
comment on column proj.access_attended.is_joint is 'Whether the learner is a person of several ids.';

-- Offers that count, as in 0014: those of one id alone, and those of persons of several. For these, what was said
-- of an offer under any id of the person counts: of answers the newest.
create or replace view proj.access_counted with (security_invoker = true) as
select o.tenant, o.school, o.learner, o.learner as offered_to, o.offer, o.form, o.initiated_by, o.offered_on,
       o.answer = 'accepted' as accepted, o.started_at is not null as started, o.completed_at is not null as completed,
       false as is_joint
  from proj.access_offer o
 where o.within_enrolment
   and not exists (select from proj.identity_person i where i.tenant = o.tenant and i.learner = o.learner)
union all
select o.tenant, coalesce(o.school, s.school), i.person, o.learner, o.offer, o.form, o.initiated_by, o.offered_on,
       (select x.answer = 'accepted'
          from (select o.answer, o.answered_at, 0::bigint as place
                union all
                select r.answer, r.answered_at, r.reply from proj.access_reply r
                 where r.tenant = o.tenant and r.learner = any (i.ids) and r.offer_id = o.event_id) x
         where x.answer is not null order by x.answered_at desc, x.place desc limit 1),
       o.started_at is not null
           or exists (select from proj.access_reply r where r.tenant = o.tenant and r.learner = any (i.ids)
                         and r.offer_id = o.event_id and r.started_at is not null),
       o.completed_at is not null
           or exists (select from proj.access_reply r where r.tenant = o.tenant and r.learner = any (i.ids)
                         and r.offer_id = o.event_id and r.completed_at is not null),
       true
  from proj.identity_person i
  join proj.access_offer o on o.tenant = i.tenant and o.learner = i.learner
  left join lateral (
           select (array_agg(distinct p.school))[1] as school from proj.access_presence p
            where o.school is null and p.tenant = o.tenant and p.learner = any (i.ids)
              and o.offered_on between p.starts_on and coalesce(p.ends_on, 'infinity')
           having count(distinct p.school) = 1) s on true
 where o.within_enrolment
    or exists (select from proj.access_presence p
                where p.tenant = o.tenant and p.learner = any (i.ids) and p.school = coalesce(o.school, s.school)
                  and o.offered_on between p.starts_on and coalesce(p.ends_on, 'infinity'));

create or replace view proj.access_enrolled with (security_invoker = true) as
select p.tenant, p.school, t.term, p.learner, min(greatest(p.starts_on, t.starts_on)) as since,
       bool_or(p.is_joint) as is_joint
  from proj.access_attended p
  join ref.term t on t.tenant = p.tenant and t.ended_on is null
                 and greatest(p.starts_on, t.starts_on) <= least(p.ends_on, t.ends_on)
 group by p.tenant, p.school, t.term, p.learner;

create or replace view proj.access_offered with (security_invoker = true) as
select o.tenant, o.school, t.term, f.form, o.learner, o.offer, o.offered_on, o.accepted, o.started, o.completed,
       o.offered_to, o.is_joint
  from proj.access_counted o
  join ref.term t on t.tenant = o.tenant and t.ended_on is null and o.offered_on between t.starts_on and t.ends_on
 cross join lateral (values (o.form), ('any')) f (form);

create or replace view proj.access_reached with (security_invoker = true) as
select tenant, school, term, learner, min(since) as since, coalesce(bool_or(form = 'any'), false) as by_any,
       coalesce(bool_or(form = 'enrichment'), false) as by_enrichment,
       coalesce(bool_or(form = 'acceleration'), false) as by_acceleration,
       coalesce(bool_or(form = 'scaffold'), false) as by_scaffold,
       coalesce(bool_or(form = 'support'), false) as by_support,
       bool_or(is_joint) as is_joint
  from (select tenant, school, term, learner, since, null as form, is_joint from proj.access_enrolled
        union all
        select tenant, school, term, learner, null, form, is_joint from proj.access_offered) fact
 group by tenant, school, term, learner having min(since) is not null;

create or replace view analytics.access with (security_invoker = true) as
with dimension as materialized (
    -- Joined by another column than the one shown: a condition on the dimension shown must not reach the memberships.
    select tenant, dimension, dimension as joined,
           case dimension when 'all' then 'everyone' else 'unknown' end as without_group
      from proj.access_dimension
), enrolled as (
    select r.tenant, r.school, r.term, d.dimension, coalesce(m.member_of, j.member_of, d.without_group) as group_name,
           count(*) as learners, count(*) filter (where r.by_any) as by_any,
           count(*) filter (where r.by_enrichment) as by_enrichment,
           count(*) filter (where r.by_acceleration) as by_acceleration,
           count(*) filter (where r.by_scaffold) as by_scaffold, count(*) filter (where r.by_support) as by_support
      from proj.access_reached r
      -- There is always one, 'all'; left, so that the planner does not work r out again for each of them.
      left join dimension d on d.tenant = r.tenant
      left join ref.group_membership m
        on not r.is_joint and m.tenant = r.tenant and m.learner = r.learner
       and m.dimension = d.joined and m.known_to = 'infinity'
       and r.since >= m.valid_from and r.since < m.valid_to
      left join proj.access_joint_membership j
        on r.is_joint and j.tenant = r.tenant and j.learner = r.learner
       and j.dimension = d.joined
       and r.since >= j.valid_from and r.since < j.valid_to
     group by 1, 2, 3, 4, 5
), offered as (
    select tenant, school, term, dimension, group_name, form, count(*) as learners,
           count(*) filter (where accepted) as accepted, count(*) filter (where started) as started,
           count(*) filter (where completed) as completed
      from (select o.tenant, o.school, o.term, d.dimension, coalesce(m.member_of, j.member_of, d.without_group) as group_name,
                   o.form, o.learner, bool_or(o.accepted) as accepted, bool_or(o.started) as started,
                   bool_or(o.completed) as completed
              from proj.access_offered o
              join dimension d on d.tenant = o.tenant
              left join ref.group_membership m
                on not o.is_joint and m.tenant = o.tenant and m.learner = o.learner
               and m.dimension = d.joined and m.known_to = 'infinity'
               and o.offered_on >= m.valid_from and o.offered_on < m.valid_to
              left join proj.access_joint_membership j
                on o.is_joint and j.tenant = o.tenant and j.learner = o.learner
               and j.dimension = d.joined
               and o.offered_on >= j.valid_from and o.offered_on < j.valid_to
             group by 1, 2, 3, 4, 5, 6, 7) each_learner
     group by 1, 2, 3, 4, 5, 6
), counted as (
    select e.tenant, e.school, e.term, e.dimension, e.group_name, f.form, e.learners as enrolled, 0::bigint as offered,
           0::bigint as accepted, 0::bigint as started, 0::bigint as completed, f.reached
      from enrolled e
     cross join lateral (values ('any', e.by_any), ('enrichment', e.by_enrichment),
            ('acceleration', e.by_acceleration), ('scaffold', e.by_scaffold), ('support', e.by_support)
           ) f (form, reached)
    union all
    select tenant, school, term, dimension, group_name, form, 0, learners, accepted, started, completed, 0 from offered
)
select c.tenant, c.school, s.name as school_name, c.term, t.title as term_title, c.dimension, c.group_name, c.form,
       c.enrolled, c.offered, c.accepted, c.started, c.completed, c.never_offered
  from (select tenant, school, term, dimension, group_name, form, sum(enrolled)::bigint as enrolled,
               sum(offered)::bigint as offered, sum(accepted)::bigint as accepted, sum(started)::bigint as started,
               sum(completed)::bigint as completed, (sum(enrolled) - sum(reached))::bigint as never_offered
          from counted group by tenant, school, term, dimension, group_name, form) c
  join ref.term t on t.tenant = c.tenant and t.term = c.term
  left join ref.school s on s.tenant = c.tenant and s.school = c.school;

create or replace view analytics.access_crossed with (security_invoker = true) as
with pair as materialized (
    select a.tenant, a.dimension as dimension_1, a.dimension as joined_1, b.dimension as dimension_2,
           b.dimension as joined_2
      from proj.access_dimension a join proj.access_dimension b on b.tenant = a.tenant and b.dimension > a.dimension
     where a.dimension <> 'all' and b.dimension <> 'all'
), enrolled as (
    select r.tenant, r.school, r.term, d.dimension_1, coalesce(m1.member_of, j1.member_of, 'unknown') as group_1, d.dimension_2,
           coalesce(m2.member_of, j2.member_of, 'unknown') as group_2, count(*) as learners,
           count(*) filter (where r.by_any) as by_any, count(*) filter (where r.by_enrichment) as by_enrichment,
           count(*) filter (where r.by_acceleration) as by_acceleration,
           count(*) filter (where r.by_scaffold) as by_scaffold, count(*) filter (where r.by_support) as by_support
      from proj.access_reached r
      join pair d on d.tenant = r.tenant
      left join ref.group_membership m1
        on not r.is_joint and m1.tenant = r.tenant and m1.learner = r.learner
       and m1.dimension = d.joined_1 and m1.known_to = 'infinity'
       and r.since >= m1.valid_from and r.since < m1.valid_to
      left join proj.access_joint_membership j1
        on r.is_joint and j1.tenant = r.tenant and j1.learner = r.learner
       and j1.dimension = d.joined_1
       and r.since >= j1.valid_from and r.since < j1.valid_to
      left join ref.group_membership m2
        on not r.is_joint and m2.tenant = r.tenant and m2.learner = r.learner
       and m2.dimension = d.joined_2 and m2.known_to = 'infinity'
       and r.since >= m2.valid_from and r.since < m2.valid_to
      left join proj.access_joint_membership j2
        on r.is_joint and j2.tenant = r.tenant and j2.learner = r.learner
       and j2.dimension = d.joined_2
       and r.since >= j2.valid_from and r.since < j2.valid_to
     group by 1, 2, 3, 4, 5, 6, 7
), offered as (
    select tenant, school, term, dimension_1, group_1, dimension_2, group_2, form, count(*) as learners,
           count(*) filter (where accepted) as accepted, count(*) filter (where started) as started,
           count(*) filter (where completed) as completed
      from (select o.tenant, o.school, o.term, d.dimension_1, coalesce(m1.member_of, j1.member_of, 'unknown') as group_1,
                   d.dimension_2, coalesce(m2.member_of, j2.member_of, 'unknown') as group_2, o.form, o.learner,
                   bool_or(o.accepted) as accepted, bool_or(o.started) as started, bool_or(o.completed) as completed
              from proj.access_offered o
              join pair d on d.tenant = o.tenant
              left join ref.group_membership m1
                on not o.is_joint and m1.tenant = o.tenant and m1.learner = o.learner
               and m1.dimension = d.joined_1 and m1.known_to = 'infinity'
               and o.offered_on >= m1.valid_from and o.offered_on < m1.valid_to
              left join proj.access_joint_membership j1
                on o.is_joint and j1.tenant = o.tenant and j1.learner = o.learner
               and j1.dimension = d.joined_1
               and o.offered_on >= j1.valid_from and o.offered_on < j1.valid_to
              left join ref.group_membership m2
                on not o.is_joint and m2.tenant = o.tenant and m2.learner = o.learner
               and m2.dimension = d.joined_2 and m2.known_to = 'infinity'
               and o.offered_on >= m2.valid_from and o.offered_on < m2.valid_to
              left join proj.access_joint_membership j2
                on o.is_joint and j2.tenant = o.tenant and j2.learner = o.learner
               and j2.dimension = d.joined_2
               and o.offered_on >= j2.valid_from and o.offered_on < j2.valid_to
             group by 1, 2, 3, 4, 5, 6, 7, 8, 9) each_learner
     group by 1, 2, 3, 4, 5, 6, 7, 8
), counted as (
    select e.tenant, e.school, e.term, e.dimension_1, e.group_1, e.dimension_2, e.group_2, f.form,
           e.learners as enrolled, 0::bigint as offered, 0::bigint as accepted, 0::bigint as started,
           0::bigint as completed, f.reached
      from enrolled e
     cross join lateral (values ('any', e.by_any), ('enrichment', e.by_enrichment),
            ('acceleration', e.by_acceleration), ('scaffold', e.by_scaffold), ('support', e.by_support)
           ) f (form, reached)
    union all
    select tenant, school, term, dimension_1, group_1, dimension_2, group_2, form, 0, learners, accepted, started,
           completed, 0
      from offered
)
select c.tenant, c.school, s.name as school_name, c.term, t.title as term_title, c.dimension_1, c.group_1,
       c.dimension_2, c.group_2, c.form, c.enrolled, c.offered, c.accepted, c.started, c.completed, c.never_offered
  from (select tenant, school, term, dimension_1, group_1, dimension_2, group_2, form,
               sum(enrolled)::bigint as enrolled, sum(offered)::bigint as offered, sum(accepted)::bigint as accepted,
               sum(started)::bigint as started, sum(completed)::bigint as completed,
               (sum(enrolled) - sum(reached))::bigint as never_offered
          from counted group by tenant, school, term, dimension_1, group_1, dimension_2, group_2, form) c
  join ref.term t on t.tenant = c.tenant and t.term = c.term
  left join ref.school s on s.tenant = c.tenant and s.school = c.school;

grant select on proj.access_joint_membership to waymark_app, waymark_analyst;

-- Links are rare, so this costs an append nothing; erasing and retention ask who is one person.
create index event_of_identity on log.event (tenant, learner) where kind in (23, 24);

reset role;
