-- What staff query with psql or a BI tool: documented views, each district its own. A view runs with the rights of
-- whoever asks (security_invoker), so row-level security holds inside it. Learners are pseudonyms here; levels are words.

set role waymark_owner;

grant select on ref.school, ref.term, ref.course, ref.section, ref.group_membership, ref.framework, ref.competency,
    ref.level, ref.default_level to waymark_analyst;
grant usage on schema analytics to waymark_app;

create function analytics.level_name(
    p_tenant int, p_framework uuid, p_version int, p_competency uuid, p_criterion uuid, p_ordinal smallint
) returns text
language sql stable as $$
    select coalesce(
        (select l.name from ref.level l
          where l.tenant = p_tenant and l.framework = p_framework and l.version = p_version and l.ordinal = p_ordinal
            and (l.criterion = p_criterion or l.competency = p_competency or l.competency is null)
          order by (l.criterion = p_criterion) desc nulls last, (l.competency = p_competency) desc nulls last, l.place
          limit 1),
        (select d.name from ref.default_level d where d.tenant = p_tenant and d.ordinal = p_ordinal))
$$;
comment on function analytics.level_name is
    'What a level is called: by the criterion cited, else the competency, else the framework, else the district.';

create view analytics.schools with (security_invoker = true) as
select tenant, school, name, kind, parent, ended_on from ref.school;

create view analytics.terms with (security_invoker = true) as
select tenant, term, title, kind, school_year, starts_on, ends_on, parent from ref.term where ended_on is null;

create view analytics.sections with (security_invoker = true) as
select s.tenant, s.section, s.title, s.school, s.course, c.title as course_title, s.terms, s.ended_on
  from ref.section s left join ref.course c on c.tenant = s.tenant and c.course = s.course;

create view analytics.competencies with (security_invoker = true) as
select c.tenant, c.competency, c.framework, c.version as framework_version, f.title as framework_title,
       c.human_code as code, c.statement, a.statement as area_statement, c.area
  from ref.competency c
  join ref.framework f on f.tenant = c.tenant and f.framework = c.framework and f.version = c.version
  left join ref.competency a on a.tenant = c.tenant and a.framework = c.framework and a.version = c.version
                            and a.competency = c.area;

create view analytics.learners with (security_invoker = true) as
select tenant, learner, min(starts_on) as first_day,
       case when bool_or(ends_on is null) then null else max(ends_on) end as last_day
  from proj.access_presence group by tenant, learner;

create view analytics.learner_groups with (security_invoker = true) as
select tenant, learner, dimension, member_of as group_name, valid_from, valid_to
  from ref.group_membership where known_to = 'infinity';

create view analytics.continuum with (security_invoker = true) as
select c.tenant, c.learner, c.competency, c.framework, c.framework_version,
       analytics.level_name(c.tenant, c.framework, c.framework_version, c.competency, c.criterion, c.level)
           as demonstrated_level,
       c.demonstrated_at, c.decided_by_role, cardinality(c.evidence) > 0 as evidence_counts, c.learner_voice,
       c.family_voice, c.second_reading_blind is not null as has_second_reading, c.edge_at as growing_since,
       analytics.level_name(c.tenant, c.framework, c.framework_version, c.competency, c.criterion, c.edge_level)
           as growing_towards_level,
       c.review_since as to_review_since,
       analytics.level_name(c.tenant, c.framework, c.framework_version, c.competency, c.criterion, c.goal_level)
           as goal_level,
       c.goal_at,
       analytics.level_name(c.tenant, c.framework, c.framework_version, c.competency, c.criterion, c.self_level)
           as own_view_level,
       c.self_at as own_view_at, c.explained_by
  from proj.continuum c;

create view analytics.transcript_lines with (security_invoker = true) as
select t.tenant, t.learner, t.competency, t.framework, t.framework_version,
       analytics.level_name(t.tenant, t.framework, t.framework_version, t.competency, t.criterion, t.level) as level,
       t.decided_at, t.contexts, t.second_reading_blind is not null as has_second_reading, t.explained_by
  from proj.transcript_line t;

create view analytics.transcript_issues with (security_invoker = true) as
select tenant, learner, issued as issued_position, issued_at, as_of as as_of_position, superseded_at, revoked_at,
       explained_by
  from proj.transcript_issue;

create view analytics.enrolments with (security_invoker = true) as
select tenant, learner, enrolment as enrolment_position, school, section, course, starts_on, ends_on, explained_by
  from proj.access_enrolment;

create view analytics.offers with (security_invoker = true) as
select tenant, learner, offer as offer_position, school, section, opportunity, form, competency, initiated_by,
       offered_on, within_enrolment, answer, answered_at, started_at, completed_at, explained_by
  from proj.access_offer;

create view analytics.supports with (security_invoker = true) as
select tenant, learner, support as support_position, school, section, named as support, competency, requested_at,
       requested_by_role, provided_at, explained_by
  from proj.access_support;

do $$
declare name text;
begin
    for name in select c.oid::regclass::text from pg_class c
                where c.relkind = 'v' and c.relnamespace = 'analytics'::regnamespace loop
        execute format('grant select on %s to waymark_app, waymark_analyst', name);
    end loop;
end $$;

comment on schema analytics is 'Documented views for staff: each login sees its own district. See Docs/analytics.md.';

comment on view analytics.schools is 'Schools and the other organisations of the district.';
comment on column analytics.schools.tenant is 'Number of the district.';
comment on column analytics.schools.school is 'The school.';
comment on column analytics.schools.name is 'Its name.';
comment on column analytics.schools.kind is 'School, district, department…';
comment on column analytics.schools.parent is 'The organisation it belongs to.';
comment on column analytics.schools.ended_on is 'When it left the roster; null while it is there.';
comment on view analytics.terms is 'Terms, semesters, school years.';
comment on column analytics.terms.tenant is 'Number of the district.';
comment on column analytics.terms.term is 'The term.';
comment on column analytics.terms.title is 'Its title.';
comment on column analytics.terms.kind is 'Term, semester, school year…';
comment on column analytics.terms.school_year is 'The year in which the school year ends.';
comment on column analytics.terms.starts_on is 'The first day.';
comment on column analytics.terms.ends_on is 'The last day.';
comment on column analytics.terms.parent is 'The term it is a part of.';
comment on view analytics.sections is 'Sections with their courses.';
comment on column analytics.sections.tenant is 'Number of the district.';
comment on column analytics.sections.section is 'The section.';
comment on column analytics.sections.title is 'Its title.';
comment on column analytics.sections.school is 'Its school.';
comment on column analytics.sections.course is 'Its course.';
comment on column analytics.sections.course_title is 'The course''s title.';
comment on column analytics.sections.terms is 'Its terms.';
comment on column analytics.sections.ended_on is 'When it left the roster; null while it is there.';
comment on view analytics.competencies is 'The items of every version of every framework.';
comment on column analytics.competencies.tenant is 'Number of the district.';
comment on column analytics.competencies.competency is 'The item; the same in all versions.';
comment on column analytics.competencies.framework is 'The framework.';
comment on column analytics.competencies.framework_version is 'The version of it, from 1.';
comment on column analytics.competencies.framework_title is 'The framework''s title.';
comment on column analytics.competencies.code is 'The code people know it by.';
comment on column analytics.competencies.statement is 'What it says.';
comment on column analytics.competencies.area_statement is 'What the topmost item above it says: its credit area.';
comment on column analytics.competencies.area is 'The topmost item above it.';
comment on view analytics.learners is 'Learners by pseudonym, with their time in the district. No order of this view says anything about a learner.';
comment on column analytics.learners.tenant is 'Number of the district.';
comment on column analytics.learners.learner is 'Pseudonym; who it is stands elsewhere.';
comment on column analytics.learners.first_day is 'The first day of the first enrolment.';
comment on column analytics.learners.last_day is 'The last day; null while an enrolment is open.';
comment on view analytics.learner_groups is 'Which group of a dimension a learner belongs to, as is known now.';
comment on column analytics.learner_groups.tenant is 'Number of the district.';
comment on column analytics.learner_groups.learner is 'Pseudonym.';
comment on column analytics.learner_groups.dimension is 'Race-ethnicity, sex, language…';
comment on column analytics.learner_groups.group_name is 'The group.';
comment on column analytics.learner_groups.valid_from is 'The first day.';
comment on column analytics.learner_groups.valid_to is 'The day after the last.';
comment on view analytics.continuum is 'Where each learner stands with each competency. Levels are words: there is no order of learners in them.';
comment on column analytics.continuum.tenant is 'Number of the district.';
comment on column analytics.continuum.learner is 'Pseudonym.';
comment on column analytics.continuum.competency is 'The competency.';
comment on column analytics.continuum.framework is 'The framework that the decision cites.';
comment on column analytics.continuum.framework_version is 'The version of it that the decision cites.';
comment on column analytics.continuum.demonstrated_level is 'What is demonstrated; null when nothing is yet.';
comment on column analytics.continuum.demonstrated_at is 'Since when.';
comment on column analytics.continuum.decided_by_role is 'In which part the decider acted.';
comment on column analytics.continuum.evidence_counts is 'Whether evidence that still counts stands behind it.';
comment on column analytics.continuum.learner_voice is 'What the learner says of the decision.';
comment on column analytics.continuum.family_voice is 'What the family says of it.';
comment on column analytics.continuum.has_second_reading is 'Whether a second reader read the evidence.';
comment on column analytics.continuum.growing_since is 'The newest attempt or evidence above what is demonstrated.';
comment on column analytics.continuum.growing_towards_level is 'The level that the newest such evidence speaks to.';
comment on column analytics.continuum.to_review_since is 'Later evidence below what is demonstrated: someone should look again. Nothing is lowered by it.';
comment on column analytics.continuum.goal_level is 'The learner''s newest goal.';
comment on column analytics.continuum.goal_at is 'When it was set.';
comment on column analytics.continuum.own_view_level is 'Where the learner sees themselves.';
comment on column analytics.continuum.own_view_at is 'When they said so.';
comment on column analytics.continuum.explained_by is 'Positions in the log of the events behind the row.';
comment on view analytics.transcript_lines is 'What each learner has demonstrated, as a transcript shows it.';
comment on column analytics.transcript_lines.tenant is 'Number of the district.';
comment on column analytics.transcript_lines.learner is 'Pseudonym.';
comment on column analytics.transcript_lines.competency is 'The competency.';
comment on column analytics.transcript_lines.framework is 'The framework cited.';
comment on column analytics.transcript_lines.framework_version is 'The version of it cited.';
comment on column analytics.transcript_lines.level is 'The level, in words.';
comment on column analytics.transcript_lines.decided_at is 'When it was decided.';
comment on column analytics.transcript_lines.contexts is 'The contexts of the evidence.';
comment on column analytics.transcript_lines.has_second_reading is 'Whether a second reader read the evidence.';
comment on column analytics.transcript_lines.explained_by is 'Positions in the log of the events behind the row.';
comment on view analytics.transcript_issues is 'Transcripts that were issued, and whether they still hold.';
comment on column analytics.transcript_issues.tenant is 'Number of the district.';
comment on column analytics.transcript_issues.learner is 'Pseudonym.';
comment on column analytics.transcript_issues.issued_position is 'Position of the event.';
comment on column analytics.transcript_issues.issued_at is 'When.';
comment on column analytics.transcript_issues.as_of_position is 'The position of the log it was built from.';
comment on column analytics.transcript_issues.superseded_at is 'When another took its place.';
comment on column analytics.transcript_issues.revoked_at is 'When it was revoked.';
comment on column analytics.transcript_issues.explained_by is 'Positions in the log of the events behind the row.';
comment on view analytics.enrolments is 'Enrolments of learners in schools and sections.';
comment on column analytics.enrolments.tenant is 'Number of the district.';
comment on column analytics.enrolments.learner is 'Pseudonym.';
comment on column analytics.enrolments.enrolment_position is 'Position of the event.';
comment on column analytics.enrolments.school is 'The school.';
comment on column analytics.enrolments.section is 'The section, where it is one of a section.';
comment on column analytics.enrolments.course is 'The course.';
comment on column analytics.enrolments.starts_on is 'The first day.';
comment on column analytics.enrolments.ends_on is 'The last day; null while it is open.';
comment on column analytics.enrolments.explained_by is 'Positions in the log of the events behind the row.';
comment on view analytics.offers is 'Opportunities offered, and what became of them.';
comment on column analytics.offers.tenant is 'Number of the district.';
comment on column analytics.offers.learner is 'Pseudonym.';
comment on column analytics.offers.offer_position is 'Position of the event.';
comment on column analytics.offers.school is 'The school.';
comment on column analytics.offers.section is 'The section.';
comment on column analytics.offers.opportunity is 'What was offered.';
comment on column analytics.offers.form is 'Enrichment, acceleration, scaffold or support.';
comment on column analytics.offers.competency is 'What it is about.';
comment on column analytics.offers.initiated_by is 'Who began it.';
comment on column analytics.offers.offered_on is 'The day, in UTC.';
comment on column analytics.offers.within_enrolment is 'Whether the learner was enrolled at the school that day; other offers are not counted.';
comment on column analytics.offers.answer is 'The newest answer.';
comment on column analytics.offers.answered_at is 'When it was given.';
comment on column analytics.offers.started_at is 'When it was begun.';
comment on column analytics.offers.completed_at is 'When it was completed.';
comment on column analytics.offers.explained_by is 'Positions in the log of the events behind the row.';
comment on view analytics.supports is 'Supports asked for and given.';
comment on column analytics.supports.tenant is 'Number of the district.';
comment on column analytics.supports.learner is 'Pseudonym.';
comment on column analytics.supports.support_position is 'Position of the request, or of the support where nobody had asked.';
comment on column analytics.supports.school is 'The school.';
comment on column analytics.supports.section is 'The section.';
comment on column analytics.supports.support is 'What was asked for or given.';
comment on column analytics.supports.competency is 'What it should help with.';
comment on column analytics.supports.requested_at is 'When it was asked for.';
comment on column analytics.supports.requested_by_role is 'In which part someone asked.';
comment on column analytics.supports.provided_at is 'When it was first given; null while the learner waits.';
comment on column analytics.supports.explained_by is 'Positions in the log of the events behind the row.';
reset role;

-- Binds a login of staff to a district, for ever what it sets, and lets it read the views. For administrators.
create function analytics.grant_login(p_login name, p_district text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_tenant int;
begin
    select t.tenant into v_tenant from log.tenant t where t.name = p_district;
    if not found then raise exception 'there is no district named "%"', p_district using errcode = 'WM404'; end if;
    if pg_has_role(p_login, 'waymark_app', 'member') or pg_has_role(p_login, 'waymark_owner', 'member') then
        raise exception 'the login % can do more than read: give staff a login of their own', p_login
            using errcode = '42501';
    end if;
    insert into waymark.analyst_login (login, tenant) values (p_login, v_tenant)
        on conflict (login) do update set tenant = excluded.tenant;
    execute format('grant waymark_analyst to %I', p_login);
    -- The counts hash a district's learners: with the server's default they would spill to disk.
    execute format('alter role %I set work_mem = ''64MB''', p_login);
end $$;
comment on function analytics.grant_login(name, text) is 'Binds a login of staff to a district and lets it read the views of this schema. For administrators.';
revoke all on function analytics.grant_login(name, text) from public;

create function analytics.revoke_login(p_login name) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    execute format('revoke waymark_analyst from %I', p_login);
    delete from waymark.analyst_login a where a.login = p_login;
end $$;
comment on function analytics.revoke_login(name) is 'Takes back what analytics.grant_login gave.';
revoke all on function analytics.revoke_login(name) from public;
