-- Reference data about people and places: outside the log, with effective dates, erasable.
-- source_id is the id in the system the row came from (OneRoster's sourcedId); fingerprint the digest of the row as
-- imported, so that an unchanged night costs a comparison.

set role waymark_owner;

create table ref.import_run (
    tenant int not null,
    run uuid not null,
    format text not null,
    source text not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    report jsonb,
    primary key (tenant, run)
);
create table ref.school (
    tenant int not null,
    school uuid not null,
    source_id text not null,
    kind text not null,
    name text not null,
    parent uuid,
    profile text,
    ended_on date,
    fingerprint bytea,
    primary key (tenant, school),
    unique (tenant, source_id)
);
comment on table ref.school is 'Schools and the other organisations of a district.';
comment on column ref.school.profile is 'What a reader of a transcript should know of the school, in its own words.';
create table ref.term (
    tenant int not null,
    term uuid not null,
    source_id text not null,
    title text not null,
    kind text not null,
    starts_on date not null,
    ends_on date not null,
    school_year int,
    parent uuid,
    ended_on date,
    fingerprint bytea,
    primary key (tenant, term),
    unique (tenant, source_id),
    check (ends_on >= starts_on)
);
comment on column ref.term.ends_on is 'The last day.';
create table ref.course (
    tenant int not null,
    course uuid not null,
    source_id text not null,
    title text not null,
    course_code text,
    school uuid,
    ended_on date,
    fingerprint bytea,
    primary key (tenant, course),
    unique (tenant, source_id)
);
create table ref.section (
    tenant int not null,
    section uuid not null,
    source_id text not null,
    title text not null,
    course uuid,
    school uuid,
    terms uuid[] not null default '{}',
    ended_on date,
    fingerprint bytea,
    primary key (tenant, section),
    unique (tenant, source_id)
);
create table ref.person (
    tenant int not null,
    person uuid not null,
    source_id text not null,
    given_name text,
    middle_name text,
    family_name text,
    preferred_name text,
    email text,
    birth_date date,
    roles text[] not null default '{}',
    ended_on date,
    erased_at timestamptz,
    fingerprint bytea,
    primary key (tenant, person),
    unique (tenant, source_id)
);
comment on table ref.person is 'Who is behind a pseudonym of the log. Erasing a person empties the row.';
create table ref.person_role (
    tenant int not null,
    source_id text not null,
    person uuid not null,
    school uuid not null,
    role text not null,
    starts_on date,
    ends_on date,
    ended_on date,
    fingerprint bytea,
    primary key (tenant, source_id)
);
create index person_role_of_person on ref.person_role (tenant, person);
create table ref.relationship (
    tenant int not null,
    person uuid not null,
    other uuid not null,
    kind text not null,
    ended_on date,
    primary key (tenant, person, other, kind)
);
comment on table ref.relationship is 'other is a guardian, relative or other agent of person.';
create table ref.group_membership (
    tenant int not null,
    learner uuid not null,
    dimension text not null,
    member_of text not null,
    valid_from date not null default '-infinity',
    valid_to date not null default 'infinity',
    known_from timestamptz not null default clock_timestamp(),
    known_to timestamptz not null default 'infinity',
    primary key (tenant, learner, dimension, member_of, valid_from, known_from),
    check (valid_to > valid_from)
);
comment on table ref.group_membership is
    'Which group of a dimension (race-ethnicity, sex, language…) a learner belonged to: from valid_from until before '
    'valid_to in the world, as it was known from known_from until before known_to. Never part of a learner''s record.';
create table ref.enrolment (
    tenant int not null,
    source_id text not null,
    person uuid not null,
    section uuid,
    school uuid not null,
    part text not null,
    starts_on date not null,
    ends_on date,
    event_id uuid,
    ended_on date,
    fingerprint bytea,
    primary key (tenant, source_id)
);
create index enrolment_of_person on ref.enrolment (tenant, person);
create index enrolment_of_section on ref.enrolment (tenant, section);
comment on table ref.enrolment is
    'Enrolments as the source system has them; event_id is the enrolled event of a student. Staff stand only here.';

do $$
declare name text;
begin
    foreach name in array array['import_run', 'school', 'term', 'course', 'section', 'person', 'person_role',
                                'relationship', 'group_membership', 'enrolment'] loop
        perform waymark.protect(format('ref.%I', name)::regclass, 'select, insert, update, delete');
    end loop;
end $$;
reset role;
