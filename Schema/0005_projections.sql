-- Projections: what is folded from the log so that it can be asked quickly.
--
-- A table that people read, such as proj.continuum, is a view over one build of it, proj.continuum_b1. A rebuild fills
-- other tables, proj.continuum_b2, beside the live ones, and swaps the views in one transaction. Each build is made like
-- a template, proj.continuum_template, so a change of a table is a change of its template and a rebuild.

set role waymark_owner;

create table proj.projection (
    projection text primary key check (projection ~ '^[a-z_]+$'),
    tables text[] not null
);
comment on table proj.projection is 'The projections and the tables that each of them fills.';

create table proj.registry (
    projection text not null references proj.projection,
    build int not null check (build > 0),
    version int not null check (version > 0),
    state text not null check (state in ('building', 'live', 'retired')),
    made_at timestamptz not null default clock_timestamp(),
    promoted_at timestamptz,
    primary key (projection, build)
);
create unique index registry_live on proj.registry (projection) where state = 'live';
comment on table proj.registry is 'The builds of each projection. One of them is live: the views show it.';
comment on column proj.registry.version is 'The version of the fold that filled it.';

create table proj.checkpoint (
    tenant int not null,
    projection text not null,
    build int not null,
    position bigint not null default 0 check (position >= 0),
    epoch bigint not null default 0,
    owner uuid,
    lease_until timestamptz not null default '-infinity',
    stopped_at bigint,
    error text,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (tenant, projection, build),
    check ((stopped_at is null) = (error is null))
);
comment on table proj.checkpoint is 'How far each build of a projection has come in each district.';
comment on column proj.checkpoint.position is 'Everything up to here is in the rows: both change in one transaction.';
comment on column proj.checkpoint.epoch is 'Grows with each worker that takes over: one with an older epoch cannot write any more.';
comment on column proj.checkpoint.lease_until is 'No other worker takes over before that.';
comment on column proj.checkpoint.stopped_at is 'The event that cannot be folded; error says why.';

-- What is kept of each learner between batches: one template for all projections.
create table proj.state_template (
    tenant int not null,
    learner uuid not null,
    state bytea not null,
    primary key (tenant, learner)
);
comment on table proj.state_template is 'What a fold keeps of a learner from one batch to the next.';

create table proj.continuum_template (
    tenant int not null,
    learner uuid not null,
    competency uuid not null,
    framework uuid,
    framework_version int,
    criterion uuid,
    level smallint,
    demonstrated_at timestamptz,
    decided_by_role text,
    decision bigint,
    evidence bigint[],
    learner_voice text,
    family_voice text,
    second_reading_blind boolean,
    edge_at timestamptz,
    edge_level smallint,
    review_since timestamptz,
    review_level smallint,
    goal_level smallint,
    goal_at timestamptz,
    self_level smallint,
    self_at timestamptz,
    explained_by bigint[] not null,
    primary key (tenant, learner, competency)
);

create table proj.transcript_line_template (
    tenant int not null,
    learner uuid not null,
    competency uuid not null,
    framework uuid,
    framework_version int,
    criterion uuid,
    level smallint not null,
    decided_at timestamptz not null,
    decision bigint not null,
    contexts text[] not null,
    second_reading_blind boolean,
    explained_by bigint[] not null,
    primary key (tenant, learner, competency)
);
create table proj.transcript_choices_template (
    tenant int not null,
    learner uuid not null,
    prepared bigint not null,
    prepared_at timestamptz not null,
    highlights bigint[] not null,
    explained_by bigint[] not null,
    primary key (tenant, learner, prepared)
);
create table proj.transcript_issue_template (
    tenant int not null,
    learner uuid not null,
    issued bigint not null,
    event_id uuid not null,
    issued_at timestamptz not null,
    as_of bigint not null,
    digest bytea not null,
    status_index bigint not null,
    superseded_at timestamptz,
    revoked_at timestamptz,
    explained_by bigint[] not null,
    primary key (tenant, learner, issued)
);

create table proj.access_enrolment_template (
    tenant int not null,
    learner uuid not null,
    enrolment bigint not null,
    school uuid not null,
    section uuid,
    course uuid,
    starts_on date not null,
    ends_on date,
    explained_by bigint[] not null,
    primary key (tenant, learner, enrolment)
);
create table proj.access_presence_template (
    tenant int not null,
    learner uuid not null,
    enrolment bigint not null,
    school uuid not null,
    starts_on date not null,
    ends_on date,
    explained_by bigint[] not null,
    primary key (tenant, learner, enrolment)
);
create table proj.access_offer_template (
    tenant int not null,
    learner uuid not null,
    offer bigint not null,
    school uuid,
    section uuid,
    opportunity text not null,
    form text not null,
    competency uuid,
    initiated_by text not null,
    offered_on date not null,
    within_enrolment boolean not null,
    answer text,
    answered_at timestamptz,
    started_at timestamptz,
    completed_at timestamptz,
    explained_by bigint[] not null,
    primary key (tenant, learner, offer)
);
create table proj.access_support_template (
    tenant int not null,
    learner uuid not null,
    support bigint not null,
    school uuid,
    section uuid,
    named text not null,
    competency uuid,
    requested_at timestamptz,
    requested_by_role text,
    provided_at timestamptz,
    explained_by bigint[] not null,
    primary key (tenant, learner, support)
);

do $$
declare name text;
begin
    foreach name in array array['state', 'continuum', 'transcript_line', 'transcript_choices', 'transcript_issue',
                                'access_enrolment', 'access_presence', 'access_offer', 'access_support'] loop
        perform waymark.protect(format('proj.%I', name || '_template')::regclass);
    end loop;
    perform waymark.protect('proj.checkpoint', 'select, insert, update');
end $$;
grant select on proj.projection, proj.registry to waymark_app;

insert into proj.projection (projection, tables) values
    ('continuum', array['continuum']),
    ('transcript', array['transcript_line', 'transcript_choices', 'transcript_issue']),
    ('access', array['access_enrolment', 'access_presence', 'access_offer', 'access_support']);

-- Makes the empty tables of a new build and answers its number.
create function proj.begin_build(p_projection text, p_version int) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_build int;
    v_table text;
    v_tables text[];
begin
    select p.tables into v_tables from proj.projection p where p.projection = p_projection for update;
    if not found then
        raise exception 'there is no projection %', p_projection using errcode = 'WM404';
    end if;
    select coalesce(max(r.build), 0) + 1 into v_build from proj.registry r where r.projection = p_projection;
    insert into proj.registry (projection, build, version, state)
        values (p_projection, v_build, p_version, 'building');
    execute format('create table proj.%I (like proj.state_template including all)',
                   p_projection || '_state_b' || v_build);
    perform waymark.protect(format('proj.%I', p_projection || '_state_b' || v_build)::regclass,
                            'select, insert, update, delete');
    foreach v_table in array v_tables loop
        execute format('create table proj.%I (like proj.%I including all)',
                       v_table || '_b' || v_build, v_table || '_template');
        perform waymark.protect(format('proj.%I', v_table || '_b' || v_build)::regclass,
                                'select, insert, update, delete');
        execute format('grant select on proj.%I to waymark_analyst', v_table || '_b' || v_build);
    end loop;
    return v_build;
end $$;
comment on function proj.begin_build(text, int) is 'Makes the empty tables of a new build of a projection and answers its number.';

-- Makes a build the one that the views show, once it is as far as the live one in every district. The build that was
-- live is retired: it stays as it was until it is dropped.
create function proj.promote(p_projection text, p_build int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_live int;
    v_behind int;
    v_table text;
begin
    perform from proj.projection p where p.projection = p_projection for update;
    perform from proj.registry r where r.projection = p_projection and r.build = p_build and r.state <> 'live';
    if not found then
        raise exception 'projection % has no build % to promote', p_projection, p_build using errcode = 'WM404';
    end if;
    select r.build into v_live from proj.registry r where r.projection = p_projection and r.state = 'live';
    -- No batch of either build commits while the positions are compared and the views change.
    perform from proj.checkpoint c where c.projection = p_projection and c.build in (v_live, p_build)
        order by c.tenant, c.build for update;
    select l.tenant into v_behind
      from proj.checkpoint l
      left join proj.checkpoint n on n.tenant = l.tenant and n.projection = l.projection and n.build = p_build
     where l.projection = p_projection and l.build = v_live and l.position > coalesce(n.position, 0)
     limit 1;
    if found then
        raise exception 'build % of % is behind the live one in district %', p_build, p_projection, v_behind
            using errcode = 'WM425';
    end if;
    update proj.registry r set state = 'retired' where r.projection = p_projection and r.build = v_live;
    update proj.registry r set state = 'live', promoted_at = clock_timestamp()
        where r.projection = p_projection and r.build = p_build;
    foreach v_table in array (select p.tables from proj.projection p where p.projection = p_projection) loop
        execute format('create or replace view proj.%I with (security_invoker = true) as select * from proj.%I',
                       v_table, v_table || '_b' || p_build);
        execute format('grant select on proj.%I to waymark_app, waymark_analyst', v_table);
    end loop;
end $$;
comment on function proj.promote(text, int) is 'Makes a build the one that the views show, once it is as far as the live one in every district.';

-- Drops a build that is not live.
create function proj.drop_build(p_projection text, p_build int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_table text;
begin
    perform from proj.projection p where p.projection = p_projection for update;
    delete from proj.registry r where r.projection = p_projection and r.build = p_build and r.state <> 'live';
    if not found then
        raise exception 'projection % has no build % to drop', p_projection, p_build using errcode = 'WM404';
    end if;
    delete from proj.checkpoint c where c.projection = p_projection and c.build = p_build;
    foreach v_table in array (select p.tables || (p_projection || '_state') from proj.projection p
                              where p.projection = p_projection) loop
        execute format('drop table proj.%I', v_table || '_b' || p_build);
    end loop;
end $$;
comment on function proj.drop_build(text, int) is 'Drops a build of a projection that is not live.';

revoke all on function proj.begin_build, proj.promote, proj.drop_build from public;
grant execute on function proj.begin_build, proj.promote, proj.drop_build to waymark_app;

select proj.promote(projection, proj.begin_build(projection, 1)) from proj.projection;

reset role;
