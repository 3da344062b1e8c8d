-- Who may come in, what they may do, and who has looked at whose record. Outside the log: an account is not learning.
--
-- Secrets are never here: of a session, a token or a link only SHA-256 of 256 random bits, of a password what scrypt made.

create schema access authorization waymark_owner;
grant usage on schema access to waymark_app;

set role waymark_owner;

create table access.account (
    tenant int not null,
    account uuid not null,
    login text not null check (login = lower(btrim(login)) and length(login) between 1 and 254),
    name text not null check (name = btrim(name) and length(name) between 1 and 200),
    person uuid,
    password text,
    issuer text,
    subject text,
    language text,
    created_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    failures int not null default 0,
    locked_until timestamptz,
    primary key (tenant, account),
    unique (tenant, login),
    unique (tenant, issuer, subject),
    check ((issuer is null) = (subject is null))
);
create index account_of_person on access.account (tenant, person);
comment on column access.account.person is
    'Who this is in the roster: sections, children and the own record follow from there, and need no grant.';
comment on column access.account.password is 'What scrypt made of it, with its parameters; null where nobody signs in by one.';

create table access.role_grant (
    tenant int not null,
    role_grant uuid not null,
    account uuid not null,
    role text not null check (role in ('family', 'registrar', 'principal', 'analyst', 'data-engineer', 'administrator')),
    school uuid,
    learner uuid,
    granted_at timestamptz not null default clock_timestamp(),
    granted_by uuid,
    ended_at timestamptz,
    primary key (tenant, role_grant),
    foreign key (tenant, account) references access.account,
    check ((role = 'family') = (learner is not null)),
    check (school is null or role in ('registrar', 'principal', 'analyst'))
);
create index role_grant_of_account on access.role_grant (tenant, account);
comment on table access.role_grant is
    'Parts that no roster gives. Where no school is named, a part is for the whole district. family with a learner stands '
    'beside the relationships of the roster, and goes on when the learner is of age (34 CFR 99.5 and 99.31(a)(8)).';

create table access.restriction (
    tenant int not null,
    learner uuid not null,
    person uuid not null,
    reason text not null,
    since timestamptz not null default clock_timestamp(),
    set_by uuid,
    ended_at timestamptz,
    primary key (tenant, learner, person, since)
);
comment on table access.restriction is
    'A person who may not see a learner''s record whatever a roster says, by an order of a court for instance '
    '(34 CFR 99.4).';

create table access.session (
    tenant int not null,
    digest bytea not null check (length(digest) = 32),
    account uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    seen_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    way text not null,
    primary key (tenant, digest),
    foreign key (tenant, account) references access.account
);
create index session_of_account on access.session (tenant, account);

create table access.link (
    tenant int not null,
    digest bytea not null check (length(digest) = 32),
    account uuid not null,
    purpose text not null check (purpose in ('invite', 'reset')),
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (tenant, digest),
    foreign key (tenant, account) references access.account
);

create table access.token (
    tenant int not null,
    token uuid not null,
    name text not null check (name = btrim(name) and length(name) between 1 and 200),
    digest bytea not null check (length(digest) = 32),
    earlier_digest bytea check (length(earlier_digest) = 32),
    earlier_until timestamptz,
    scopes text[] not null,
    created_at timestamptz not null default clock_timestamp(),
    created_by uuid,
    expires_at timestamptz not null,
    used_at timestamptz,
    ended_at timestamptz,
    primary key (tenant, token),
    unique (tenant, digest)
);
comment on column access.token.earlier_digest is 'Of the secret before it was rotated, which works until earlier_until.';

create table access.opening (
    tenant int not null,
    opening uuid not null,
    account uuid not null,
    learner uuid not null,
    reason text not null,
    opened_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    primary key (tenant, opening),
    foreign key (tenant, account) references access.account
);
create index opening_of_account on access.opening (tenant, account, learner);
create index opening_of_learner on access.opening (tenant, learner);
comment on table access.opening is
    'Somebody of the staff opened a record that is not theirs to see, for a reason and for a while. The family sees it.';

create table access.record_read (
    tenant int not null,
    read_at timestamptz not null default clock_timestamp(),
    learner uuid,
    account uuid,
    token uuid,
    what text not null,
    why text not null,
    request text not null
);
create index record_read_of_learner on access.record_read (tenant, learner, read_at);
create index record_read_of_account on access.record_read (tenant, account, read_at);
comment on table access.record_read is
    'Every look at a learner''s record: when, by whom, at what, and by which right. Never changed. Without a learner it was '
    'a look at every record of the district, by a system for instance that follows the log.';

select waymark.protect('access.account', 'select, insert, update');
select waymark.protect('access.role_grant', 'select, insert, update');
select waymark.protect('access.restriction', 'select, insert, update');
select waymark.protect('access.session', 'select, insert, update, delete');
select waymark.protect('access.link', 'select, insert, update, delete');
select waymark.protect('access.token', 'select, insert, update');
select waymark.protect('access.opening', 'select, insert, update');
select waymark.protect('access.record_read', 'select, insert');

reset role;
