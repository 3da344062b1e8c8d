-- Access for people: ids that are one person count once, and access is counted in any stretch of days: a term, a school
-- year, or between any two days.

set role waymark_owner;

-- Which ids are one person.

create table proj.identity_link_template (
    tenant int not null,
    learner uuid not null,
    link bigint not null,
    event_id uuid not null,
    other uuid not null,
    linked_at timestamptz not null,
    unlinked_at timestamptz,
    explained_by bigint[] not null,
    primary key (tenant, learner, link)
);
create index identity_link_template_other on proj.identity_link_template (tenant, other);
create table proj.identity_erasure_template (
    tenant int not null,
    learner uuid not null,
    erased bigint not null,
    erased_at timestamptz not null,
    explained_by bigint[] not null,
    primary key (tenant, learner, erased)
);
select waymark.protect('proj.identity_link_template');
select waymark.protect('proj.identity_erasure_template');
insert into proj.projection (projection, tables) values ('identity', array['identity_link', 'identity_erasure']);
select proj.promote('identity', proj.begin_build('identity', 1));

-- The links that hold, each both ways. What was erased is reached by none: a pseudonym must lead to nobody.
create view proj.identity_edge with (security_invoker = true) as
select l.tenant, e.learner, e.other
  from proj.identity_link l
 cross join lateral (values (l.learner, l.other), (l.other, l.learner)) e (learner, other)
 where l.unlinked_at is null and l.learner <> l.other
   and not exists (select from proj.identity_erasure x
                    where x.tenant = l.tenant and x.learner in (l.learner, l.other));

-- The ids of each person who has several: those that links lead to from one another, however far. The first of them
-- stands for the person where people are counted; an id that is not here is a person of its own.
create view proj.identity_person with (security_invoker = true) as
with recursive reached (tenant, learner, id) as (
    select tenant, learner, learner from proj.identity_edge
    union
    select r.tenant, r.learner, e.other from reached r
      join proj.identity_edge e on e.tenant = r.tenant and e.learner = r.id
)
select tenant, learner, (array_agg(id order by id))[1] as person, array_agg(id order by id) as ids
  from reached group by tenant, learner;

create view analytics.identity_links with (security_invoker = true) as
select l.tenant, l.learner, l.other, l.linked_at, l.unlinked_at,
       l.unlinked_at is null and not exists (
           select from proj.identity_erasure x
            where x.tenant = l.tenant and x.learner in (l.learner, l.other)) as in_force, l.explained_by
  from proj.identity_link l;
comment on view analytics.identity_links is 'Ids that were said to be one person.';
comment on column analytics.identity_links.tenant is 'Number of the district.';
comment on column analytics.identity_links.learner is 'The id whose record says so.';
comment on column analytics.identity_links.other is 'The other id.';
comment on column analytics.identity_links.linked_at is 'When.';
comment on column analytics.identity_links.unlinked_at is 'When it was taken back; null while it was not.';
comment on column analytics.identity_links.in_force is 'Whether the two are taken for one person: not after it was taken back, nor after one of them was erased.';
comment on column analytics.identity_links.explained_by is 'Positions in the log of the events behind the row.';

-- The facts of access, by person.

-- Which groups people belong to, as is known now. Where ids are one person, so are their groups: on one day a person is
-- in a group once.
create view proj.access_membership with (security_invoker = true) as
select m.tenant, m.learner, m.dimension, m.member_of, m.valid_from, m.valid_to
  from ref.group_membership m
 where m.known_to = 'infinity'
   and not exists (select from proj.identity_person i where i.tenant = m.tenant and i.learner = m.learner)
union all
select j.tenant, j.person, j.dimension, j.member_of, lower(j.stretch), upper(j.stretch)
  from (select i.tenant, i.person, m.dimension, m.member_of,
               unnest(range_agg(daterange(m.valid_from, m.valid_to))) as stretch
          from proj.identity_person i
          join ref.group_membership m on m.tenant = i.tenant and m.learner = i.learner and m.known_to = 'infinity'
         group by i.tenant, i.person, m.dimension, m.member_of) j;

create view proj.access_attended with (security_invoker = true) as
select p.tenant, p.school, coalesce(i.person, p.learner) as learner, p.starts_on, p.ends_on
  from proj.access_presence p
  left join proj.identity_person i on i.tenant = p.tenant and i.learner = p.learner;

-- Offers that count: those to a person who was enrolled at the school on that day, under whichever id.
create view proj.access_counted with (security_invoker = true) as
select o.tenant, coalesce(o.school, s.school) as school, coalesce(i.person, o.learner) as learner,
       o.learner as offered_to, o.offer, o.form, o.initiated_by, o.offered_on, o.answer = 'accepted' as accepted,
       o.started_at is not null as started, o.completed_at is not null as completed
  from proj.access_offer o
  left join proj.identity_person i on i.tenant = o.tenant and i.learner = o.learner
  left join lateral (
           select (array_agg(distinct p.school))[1] as school from proj.access_presence p
            where o.school is null and p.tenant = o.tenant and p.learner = any (i.ids)
              and o.offered_on between p.starts_on and coalesce(p.ends_on, 'infinity')
           having count(distinct p.school) = 1) s on true
 where o.within_enrolment
    or exists (select from proj.access_presence p
                where p.tenant = o.tenant and p.learner = any (i.ids) and p.school = coalesce(o.school, s.school)
                  and o.offered_on between p.starts_on and coalesce(p.ends_on, 'infinity'));

-- Supports that a person asked for while enrolled: at the school that the request names, else at the only one where the
-- person was enrolled on that day.
create view proj.access_asked with (security_invoker = true) as
select k.tenant, (array_agg(distinct a.school))[1] as school, k.person as learner, k.learner as asked_by, k.support,
       k.asked_on, k.met_on
  from (select s.tenant, s.learner, s.support, s.school, coalesce(i.person, s.learner) as person,
               (s.requested_at at time zone 'UTC')::date as asked_on,
               (s.provided_at at time zone 'UTC')::date as met_on
          from proj.access_support s
          left join proj.identity_person i on i.tenant = s.tenant and i.learner = s.learner
         where s.requested_at is not null) k
  join proj.access_attended a on a.tenant = k.tenant and a.learner = k.person
                             and (k.school is null or a.school = k.school)
                             and k.asked_on between a.starts_on and coalesce(a.ends_on, 'infinity')
 group by k.tenant, k.person, k.learner, k.support, k.asked_on, k.met_on having count(distinct a.school) = 1;

-- As in 0007, by person.
create or replace view proj.access_enrolled with (security_invoker = true) as
select p.tenant, p.school, t.term, p.learner, min(greatest(p.starts_on, t.starts_on)) as since
  from proj.access_attended p
  join ref.term t on t.tenant = p.tenant and t.ended_on is null
                 and greatest(p.starts_on, t.starts_on) <= least(p.ends_on, t.ends_on)
 group by p.tenant, p.school, t.term, p.learner;

create or replace view proj.access_offered with (security_invoker = true) as
select o.tenant, o.school, t.term, f.form, o.learner, o.offer, o.offered_on, o.accepted, o.started, o.completed,
       o.offered_to
  from proj.access_counted o
  join ref.term t on t.tenant = o.tenant and t.ended_on is null and o.offered_on between t.starts_on and t.ends_on
 cross join lateral (values (o.form), ('any')) f (form);

create or replace view analytics.access with (security_invoker = true) as
with dimension as materialized (
    -- Joined by another column than the one shown: a condition on the dimension shown must not reach the memberships.
    select tenant, dimension, dimension as joined,
           case dimension when 'all' then 'everyone' else 'unknown' end as without_group
      from proj.access_dimension
), enrolled as (
    select r.tenant, r.school, r.term, d.dimension, coalesce(m.member_of, d.without_group) as group_name,
           count(*) as learners, count(*) filter (where r.by_any) as by_any,
           count(*) filter (where r.by_enrichment) as by_enrichment,
           count(*) filter (where r.by_acceleration) as by_acceleration,
           count(*) filter (where r.by_scaffold) as by_scaffold, count(*) filter (where r.by_support) as by_support
      from proj.access_reached r
      -- There is always one, 'all'; left, so that the planner does not work r out again for each of them.
      left join dimension d on d.tenant = r.tenant
      left join proj.access_membership m
        on m.tenant = r.tenant and m.learner = r.learner and m.dimension = d.joined
       and r.since >= m.valid_from and r.since < m.valid_to
     group by 1, 2, 3, 4, 5
), offered as (
    select tenant, school, term, dimension, group_name, form, count(*) as learners,
           count(*) filter (where accepted) as accepted, count(*) filter (where started) as started,
           count(*) filter (where completed) as completed
      from (select o.tenant, o.school, o.term, d.dimension, coalesce(m.member_of, d.without_group) as group_name,
                   o.form, o.learner, bool_or(o.accepted) as accepted, bool_or(o.started) as started,
                   bool_or(o.completed) as completed
              from proj.access_offered o
              join dimension d on d.tenant = o.tenant
              left join proj.access_membership m
                on m.tenant = o.tenant and m.learner = o.learner and m.dimension = d.joined
               and o.offered_on >= m.valid_from and o.offered_on < m.valid_to
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
    select r.tenant, r.school, r.term, d.dimension_1, coalesce(m1.member_of, 'unknown') as group_1, d.dimension_2,
           coalesce(m2.member_of, 'unknown') as group_2, count(*) as learners,
           count(*) filter (where r.by_any) as by_any, count(*) filter (where r.by_enrichment) as by_enrichment,
           count(*) filter (where r.by_acceleration) as by_acceleration,
           count(*) filter (where r.by_scaffold) as by_scaffold, count(*) filter (where r.by_support) as by_support
      from proj.access_reached r
      join pair d on d.tenant = r.tenant
      left join proj.access_membership m1
        on m1.tenant = r.tenant and m1.learner = r.learner and m1.dimension = d.joined_1
       and r.since >= m1.valid_from and r.since < m1.valid_to
      left join proj.access_membership m2
        on m2.tenant = r.tenant and m2.learner = r.learner and m2.dimension = d.joined_2
       and r.since >= m2.valid_from and r.since < m2.valid_to
     group by 1, 2, 3, 4, 5, 6, 7
), offered as (
    select tenant, school, term, dimension_1, group_1, dimension_2, group_2, form, count(*) as learners,
           count(*) filter (where accepted) as accepted, count(*) filter (where started) as started,
           count(*) filter (where completed) as completed
      from (select o.tenant, o.school, o.term, d.dimension_1, coalesce(m1.member_of, 'unknown') as group_1,
                   d.dimension_2, coalesce(m2.member_of, 'unknown') as group_2, o.form, o.learner,
                   bool_or(o.accepted) as accepted, bool_or(o.started) as started, bool_or(o.completed) as completed
              from proj.access_offered o
              join pair d on d.tenant = o.tenant
              left join proj.access_membership m1
                on m1.tenant = o.tenant and m1.learner = o.learner and m1.dimension = d.joined_1
               and o.offered_on >= m1.valid_from and o.offered_on < m1.valid_to
              left join proj.access_membership m2
                on m2.tenant = o.tenant and m2.learner = o.learner and m2.dimension = d.joined_2
               and o.offered_on >= m2.valid_from and o.offered_on < m2.valid_to
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

create view analytics.school_years with (security_invoker = true) as
select tenant, school_year, min(starts_on) as starts_on, max(ends_on) as ends_on
  from ref.term where ended_on is null and school_year is not null group by tenant, school_year;
comment on view analytics.school_years is 'School years, from the first day of the terms of each to their last.';
comment on column analytics.school_years.tenant is 'Number of the district.';
comment on column analytics.school_years.school_year is 'The year in which it ends.';
comment on column analytics.school_years.starts_on is 'The first day.';
comment on column analytics.school_years.ends_on is 'The last day.';

-- Access between two days, by school and the groups of one dimension, or of two at once: distinct people, each counted
-- in the group that held on the day of what is counted. One whom nobody offered anything, or who still waits for a
-- support, is in the waiting times: as one who waits longer than anybody.
create function analytics.access_between(
    p_tenant int, p_from date, p_to date, p_school uuid default null, p_dimension text default 'all',
    p_crossed text default null, p_form text default 'any', p_days int default 30
) returns table (
    school uuid, group_1 text, group_2 text, enrolled bigint, offered bigint, accepted bigint, started bigint,
    completed bigint, never_offered bigint, offered_soon bigint, quarter_offered_after int, half_offered_after int,
    three_quarters_offered_after int, by_teacher bigint, by_family bigint, by_learner bigint, by_rule bigint,
    asked bigint, met bigint, waiting bigint, half_met_after int
)
language sql stable
begin atomic
    with membership_1 as materialized (
        select m.learner, m.member_of, m.valid_from, m.valid_to from proj.access_membership m
         where m.tenant = p_tenant and m.dimension = p_dimension
    ), membership_2 as materialized (
        select m.learner, m.member_of, m.valid_from, m.valid_to from proj.access_membership m
         where m.tenant = p_tenant and m.dimension = p_crossed
    ), here as materialized (
        select a.school, a.learner, min(greatest(a.starts_on, p_from)) as since
          from proj.access_attended a
         where a.tenant = p_tenant and (p_school is null or a.school = p_school)
           -- least() passes over the end that an open presence does not have.
           and greatest(a.starts_on, p_from) <= least(a.ends_on, p_to)
         group by a.school, a.learner
    ), offer as materialized (
        select c.school, c.learner, c.offered_on, c.initiated_by, c.accepted, c.started, c.completed
          from proj.access_counted c
         where c.tenant = p_tenant and (p_school is null or c.school = p_school)
           and c.offered_on between p_from and p_to and (p_form = 'any' or c.form = p_form)
    ), person as materialized (
        -- One aggregate of both in the place of a join.
        select f.school, f.learner, min(f.since) as since, min(f.offered_on) as first_offer
          from (select h.school, h.learner, h.since, null::date as offered_on from here h
                union all
                select o.school, o.learner, null, o.offered_on from offer o) f
         group by f.school, f.learner having min(f.since) is not null
    ), request as (
        select k.school, k.learner, min(k.asked_on) as asked_on, bool_and(k.met_on is not null) as all_met,
               case when bool_and(k.met_on is not null) then max(greatest(k.met_on - k.asked_on, 0)) end as days
          from proj.access_asked k
         where k.tenant = p_tenant and (p_school is null or k.school = p_school)
           and k.asked_on between p_from and p_to
         group by k.school, k.learner
    ), fact as (
        select p.school, p.learner, p.since as day, 'enrolled' as what, null as initiated_by,
               p.first_offer is not null as yes, false as started, false as completed, null::int as days
          from person p
        union all
        select p.school, p.learner, coalesce(p.first_offer, p.since), 'wait', null, p.first_offer is not null,
               false, false, p.first_offer - p.since
          from person p
        union all
        select o.school, o.learner, o.offered_on, 'offer', o.initiated_by, coalesce(o.accepted, false), o.started,
               o.completed, null
          from offer o
        union all
        select r.school, r.learner, r.asked_on, 'request', null, r.all_met, false, false, r.days from request r
    ), placed as (
        select f.*, case p_dimension when 'all' then 'everyone' else coalesce(m1.member_of, 'unknown') end as group_1,
               case when p_crossed is not null then coalesce(m2.member_of, 'unknown') end as group_2
          from fact f
          left join membership_1 m1 on m1.learner = f.learner and f.day >= m1.valid_from and f.day < m1.valid_to
          left join membership_2 m2 on m2.learner = f.learner and f.day >= m2.valid_from and f.day < m2.valid_to
    ), counted as (
        select f.school, f.group_1, f.group_2,
               count(distinct f.learner) filter (where f.what = 'enrolled') as enrolled,
               count(distinct f.learner) filter (where f.what = 'offer') as offered,
               count(distinct f.learner) filter (where f.what = 'offer' and f.yes) as accepted,
               count(distinct f.learner) filter (where f.what = 'offer' and f.started) as started,
               count(distinct f.learner) filter (where f.what = 'offer' and f.completed) as completed,
               count(distinct f.learner) filter (where f.what = 'enrolled' and not f.yes) as never_offered,
               count(distinct f.learner) filter (where f.what = 'wait' and f.days < p_days) as offered_soon,
               percentile_disc(array[0.25, 0.5, 0.75]) within group (order by coalesce(f.days, 2147483647))
                   filter (where f.what = 'wait') as waits,
               count(distinct f.learner) filter (where f.initiated_by = 'teacher') as by_teacher,
               count(distinct f.learner) filter (where f.initiated_by = 'family') as by_family,
               count(distinct f.learner) filter (where f.initiated_by = 'learner') as by_learner,
               count(distinct f.learner) filter (where f.initiated_by = 'universal-rule') as by_rule,
               count(distinct f.learner) filter (where f.what = 'request') as asked,
               count(distinct f.learner) filter (where f.what = 'request' and f.yes) as met,
               percentile_disc(0.5) within group (order by coalesce(f.days, 2147483647))
                   filter (where f.what = 'request') as half_met
          from placed f group by f.school, f.group_1, f.group_2
    )
    select c.school, c.group_1, c.group_2, c.enrolled, c.offered, c.accepted, c.started, c.completed, c.never_offered,
           c.offered_soon, nullif(c.waits[1], 2147483647), nullif(c.waits[2], 2147483647),
           nullif(c.waits[3], 2147483647), c.by_teacher, c.by_family, c.by_learner, c.by_rule, c.asked, c.met,
           c.asked - c.met, nullif(c.half_met, 2147483647)
      from counted c
     order by c.school, c.group_1, c.group_2;
end;
comment on function analytics.access_between is 'Access between two days, both included: distinct people by school and the groups of one dimension (''all'': everyone), or of two. offered_soon: first offered in the first p_days days after they came. …_after: days until so many of those enrolled had an offer, or all the supports they asked for; null while so many have not. Numbers of few learners can name a child: suppress them before they leave the circle.';

revoke all on function analytics.access_between from public;
grant execute on function analytics.access_between to waymark_app, waymark_analyst;
grant select on proj.identity_edge, proj.identity_person, proj.access_membership, proj.access_attended,
    proj.access_counted, proj.access_asked, analytics.identity_links, analytics.school_years
    to waymark_app, waymark_analyst;

reset role;
