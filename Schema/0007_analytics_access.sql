-- Access for staff: how many learners of which groups were offered what, by school and term. The views work as those of
-- 0006_analytics.sql do: with the rights of whoever asks.

set role waymark_owner;

-- No join below has two sides that are both worked out: one is always a table with an index on what is asked for. The
-- planner cannot know the sizes of what is worked out, and where statistics are missing as well it knows nothing: a
-- wrong choice must cost some seconds then, and never compare each row with each. What is named of school, term and
-- dimension reaches the tables: to ask for less costs less.

-- Each learner once in each school and term where the learner was enrolled for a day or more. The group that counts for
-- the enrolment is that of the first such day.
create view proj.access_enrolled with (security_invoker = true) as
select p.tenant, p.school, t.term, p.learner, min(greatest(p.starts_on, t.starts_on)) as since
  from proj.access_presence p
  join ref.term t on t.tenant = p.tenant and t.ended_on is null
                 -- least() passes over the end that an open presence does not have.
                 and greatest(p.starts_on, t.starts_on) <= least(p.ends_on, t.ends_on)
 group by p.tenant, p.school, t.term, p.learner;

-- Each offer that counts, in each term that it falls into, under its own form and under 'any'.
create view proj.access_offered with (security_invoker = true) as
select o.tenant, o.school, t.term, f.form, o.learner, o.offer, o.offered_on, o.answer = 'accepted' as accepted,
       o.started_at is not null as started, o.completed_at is not null as completed
  from proj.access_offer o
  join ref.term t on t.tenant = o.tenant and t.ended_on is null and o.offered_on between t.starts_on and t.ends_on
 cross join lateral (values (o.form), ('any')) f (form)
 where o.within_enrolment;

-- Those enrolled, with the forms of what each was offered: one aggregate of both in the place of a join.
create view proj.access_reached with (security_invoker = true) as
select tenant, school, term, learner, min(since) as since, coalesce(bool_or(form = 'any'), false) as by_any,
       coalesce(bool_or(form = 'enrichment'), false) as by_enrichment,
       coalesce(bool_or(form = 'acceleration'), false) as by_acceleration,
       coalesce(bool_or(form = 'scaffold'), false) as by_scaffold,
       coalesce(bool_or(form = 'support'), false) as by_support
  from (select tenant, school, term, learner, since, null as form from proj.access_enrolled
        union all
        select tenant, school, term, learner, null, form from proj.access_offered) fact
 group by tenant, school, term, learner having min(since) is not null;

-- The dimensions of each district, and one more under which everyone is one group.
create view proj.access_dimension with (security_invoker = true) as
select tenant, dimension from ref.group_membership group by tenant, dimension
union all
select tenant, 'all' from ref.term group by tenant;

create view analytics.access with (security_invoker = true) as
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
      left join ref.group_membership m
        on m.tenant = r.tenant and m.learner = r.learner and m.dimension = d.joined and m.known_to = 'infinity'
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
              left join ref.group_membership m
                on m.tenant = o.tenant and m.learner = o.learner and m.dimension = d.joined
               and m.known_to = 'infinity' and o.offered_on >= m.valid_from and o.offered_on < m.valid_to
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

create view analytics.access_crossed with (security_invoker = true) as
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
      left join ref.group_membership m1
        on m1.tenant = r.tenant and m1.learner = r.learner and m1.dimension = d.joined_1
       and m1.known_to = 'infinity' and r.since >= m1.valid_from and r.since < m1.valid_to
      left join ref.group_membership m2
        on m2.tenant = r.tenant and m2.learner = r.learner and m2.dimension = d.joined_2
       and m2.known_to = 'infinity' and r.since >= m2.valid_from and r.since < m2.valid_to
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
              left join ref.group_membership m1
                on m1.tenant = o.tenant and m1.learner = o.learner and m1.dimension = d.joined_1
               and m1.known_to = 'infinity' and o.offered_on >= m1.valid_from and o.offered_on < m1.valid_to
              left join ref.group_membership m2
                on m2.tenant = o.tenant and m2.learner = o.learner and m2.dimension = d.joined_2
               and m2.known_to = 'infinity' and o.offered_on >= m2.valid_from and o.offered_on < m2.valid_to
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

grant select on proj.access_enrolled, proj.access_offered, proj.access_reached, proj.access_dimension,
    analytics.access, analytics.access_crossed to waymark_app, waymark_analyst;

comment on view analytics.access is 'Access: distinct learners by school, term, group and form of opportunity. Numbers of few learners can name a child: suppress them before they leave the circle.';
comment on column analytics.access.tenant is 'Number of the district.';
comment on column analytics.access.school is 'The school.';
comment on column analytics.access.school_name is 'Its name.';
comment on column analytics.access.term is 'The term.';
comment on column analytics.access.term_title is 'Its title.';
comment on column analytics.access.form is 'The form of opportunity; ''any'' for all of them together.';
comment on column analytics.access.enrolled is 'Learners enrolled for a day or more of the term, by their group on the first such day.';
comment on column analytics.access.offered is 'Of them, learners who were offered it in the term while enrolled, by their group on the day of the offer.';
comment on column analytics.access.accepted is 'Learners who accepted such an offer.';
comment on column analytics.access.started is 'Learners who began what such an offer offered.';
comment on column analytics.access.completed is 'Learners who completed it.';
comment on column analytics.access.never_offered is 'Learners enrolled, by the group of their enrolment, who were offered none of it in the term.';
comment on column analytics.access.dimension is 'Race-ethnicity, sex…; ''all'' for everyone together.';
comment on column analytics.access.group_name is 'The group; ''unknown'' where none is known on that day, ''everyone'' under ''all''.';
comment on view analytics.access_crossed is 'As analytics.access, by two dimensions at once.';
comment on column analytics.access_crossed.tenant is 'Number of the district.';
comment on column analytics.access_crossed.school is 'The school.';
comment on column analytics.access_crossed.school_name is 'Its name.';
comment on column analytics.access_crossed.term is 'The term.';
comment on column analytics.access_crossed.term_title is 'Its title.';
comment on column analytics.access_crossed.form is 'The form of opportunity; ''any'' for all of them together.';
comment on column analytics.access_crossed.enrolled is 'Learners enrolled for a day or more of the term, by their group on the first such day.';
comment on column analytics.access_crossed.offered is 'Of them, learners who were offered it in the term while enrolled, by their group on the day of the offer.';
comment on column analytics.access_crossed.accepted is 'Learners who accepted such an offer.';
comment on column analytics.access_crossed.started is 'Learners who began what such an offer offered.';
comment on column analytics.access_crossed.completed is 'Learners who completed it.';
comment on column analytics.access_crossed.never_offered is 'Learners enrolled, by the group of their enrolment, who were offered none of it in the term.';
comment on column analytics.access_crossed.dimension_1 is 'The first dimension in the order of the alphabet.';
comment on column analytics.access_crossed.group_1 is 'Its group; ''unknown'' where none is known on that day.';
comment on column analytics.access_crossed.dimension_2 is 'The second dimension.';
comment on column analytics.access_crossed.group_2 is 'Its group.';

reset role;
