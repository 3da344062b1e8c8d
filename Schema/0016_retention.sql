-- Retention and erasure: where the keys of words are, what was erased, what is to be destroyed when, who waits to see a
-- record. The log's own events are what says that a learner was erased; the vault keeps a second list beside the keys, so
-- that a record that was restored from an older copy is noticed by the keys' side.

set role waymark_owner;

-- Both are rare, so these indexes cost an append nothing.
create index event_of_erasure on log.event (tenant, learner) where kind in (21, 25);
create index event_of_access on log.event (tenant, learner) where kind in (26, 27);

create function log.erasures()
returns table (tenant int, event_id uuid, learner uuid, kind smallint, occurred_at timestamptz, basis smallint,
               asserted_role smallint, asserted_by uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select e.tenant, e.event_id, e.learner, e.kind, e.occurred_at, e.code, e.asserted_role, e.asserted_by
      from log.event e join log.tenant t on t.tenant = e.tenant
     where e.kind in (21, 25)
     order by e.tenant, e.position
$$;
comment on function log.erasures() is 'Every erasure that the log knows of, of all districts.';

create table vault.erasure (
    tenant int not null,
    event_id uuid not null,
    learner uuid not null,
    kind smallint not null check (kind in (21, 25)),
    occurred_at timestamptz not null,
    basis smallint not null,
    asserted_role smallint not null,
    asserted_by uuid,
    primary key (tenant, event_id)
);
comment on table vault.erasure is
    'Erasures, as their events say it: what the log must know of, or it was restored from a copy that is older.';
select waymark.protect('vault.erasure', 'select, insert');
insert into vault.erasure
    select e.tenant, e.event_id, e.learner, e.kind, e.occurred_at, e.code, e.asserted_role, e.asserted_by
      from log.event e where e.kind = 21;

create function vault.erasures()
returns table (tenant int, event_id uuid, learner uuid, kind smallint, occurred_at timestamptz, basis smallint,
               asserted_role smallint, asserted_by uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select v.tenant, v.event_id, v.learner, v.kind, v.occurred_at, v.basis, v.asserted_role, v.asserted_by
      from vault.erasure v order by v.tenant, v.occurred_at, v.event_id
$$;
comment on function vault.erasures() is 'Every erasure that this vault knows of, of all districts.';

create function vault.destroyed() returns table (tenant int, learner uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select k.tenant, k.learner from vault.learner_key k where k.destroyed_at is not null
$$;
comment on function vault.destroyed() is 'The learners of all districts whose keys this vault knows to be destroyed.';

-- Where a district's keys are. No row: here, as ever.
create table vault.place (
    tenant int primary key,
    tenant_id uuid not null unique,
    state text not null check (state in ('here', 'arriving', 'leaving', 'gone'))
);
comment on table vault.place is
    'Where the keys of a district are: here; on their way in or out (waymark key move); or gone to the key database. In a '
    'key database each district that it serves has a row, which binds the number to the district.';
select waymark.protect('vault.place');

create function vault.places() returns table (tenant int, tenant_id uuid, state text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.tenant, p.tenant_id, p.state from vault.place p
$$;

-- A database whose vault serves districts that its log does not have.
create function vault.serves_others() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select exists (select from vault.place p
                    where p.state <> 'gone'
                      and not exists (select from log.tenant t where t.tenant_id = p.tenant_id))
$$;

-- Makes this database the home of a district's keys, once; a number that stands for another district is refused.
create function vault.admit(p_tenant int, p_tenant_id uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_place vault.place;
begin
    insert into vault.place (tenant, tenant_id, state) values (p_tenant, p_tenant_id, 'here') on conflict do nothing;
    select * into v_place from vault.place p where p.tenant = p_tenant and p.tenant_id = p_tenant_id;
    if not found then
        raise exception 'this key database keeps other districts under that number, or this one under another'
            using errcode = 'WM441';
    end if;
    return v_place.state;
end $$;

-- Says that a district without any key here keeps them elsewhere from now on; false where it has keys here.
create function vault.keep_elsewhere(p_tenant int) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    lock table vault.tenant_key, vault.learner_key in share row exclusive mode;
    if exists (select from vault.place p where p.tenant = p_tenant) then
        return (select p.state = 'gone' from vault.place p where p.tenant = p_tenant);
    end if;
    if exists (select from vault.tenant_key k where k.tenant = p_tenant)
       or exists (select from vault.learner_key k where k.tenant = p_tenant and k.destroyed_at is null) then
        return false;
    end if;
    insert into vault.place (tenant, tenant_id, state)
        select t.tenant, t.tenant_id, 'gone' from log.tenant t where t.tenant = p_tenant
        union all
        select a.tenant, a.tenant_id, 'gone' from log.arrival a where a.tenant = p_tenant and a.finished_at is null;
    return found;
end $$;

-- Refuses where a district's keys are not here, or are on their way and new ones would be left behind.
create function vault.require_here(p_tenant int, p_making boolean) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_state text;
begin
    select p.state into v_state from vault.place p where p.tenant = p_tenant;
    if v_state in ('gone', 'arriving') or (p_making and v_state = 'leaving') then
        raise exception '%', v_state using errcode = 'WM440';
    end if;
end $$;

create or replace function vault.keep_keys(p_tenant int, p_learner uuid[], p_wrapped bytea[])
returns table (learner uuid, wrapped bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    -- Who takes keys away holds a lock that this waits for, and is seen below.
    lock table vault.learner_key in row exclusive mode;
    perform vault.require_here(p_tenant, true);
    insert into vault.learner_key (tenant, learner, wrapped)
        select p_tenant, u.learner, u.wrapped from unnest(p_learner, p_wrapped) u(learner, wrapped)
        order by u.learner
        on conflict do nothing;
    return query select k.learner, k.wrapped from vault.learner_key k
        where k.tenant = p_tenant and k.learner = any(p_learner);
end $$;

-- Keeps a district's key; one that is here stays.
create function vault.keep_district_key(p_tenant int, p_wrapped bytea, p_master_key text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    lock table vault.tenant_key in row exclusive mode;
    perform vault.require_here(p_tenant, true);
    insert into vault.tenant_key (tenant, wrapped, master_key) values (p_tenant, p_wrapped, p_master_key)
        on conflict do nothing;
end $$;
revoke insert on vault.tenant_key from waymark_app;

revoke all on function log.erasures, vault.erasures, vault.destroyed, vault.places, vault.serves_others, vault.admit,
    vault.keep_elsewhere, vault.require_here, vault.keep_district_key from public;
grant execute on function log.erasures, vault.erasures, vault.destroyed, vault.places, vault.serves_others,
    vault.admit, vault.keep_elsewhere, vault.require_here, vault.keep_district_key to waymark_app;

-- The planner's statistics hold samples of what stood in a column, names too, until they are gathered anew.
create function waymark.forget_statistics() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    analyze ref.person;
    analyze ref.person_role;
    analyze ref.relationship;
    analyze ref.group_membership;
    analyze ref.enrolment;
end $$;
comment on function waymark.forget_statistics() is
    'Gathers statistics of the tables of people anew, so that they hold nothing of who was erased.';
revoke all on function waymark.forget_statistics() from public;
grant execute on function waymark.forget_statistics() to waymark_app;

create table ref.retention_schedule (
    tenant int not null,
    version bigint not null check (version > 0),
    schedule text not null,
    set_at timestamptz not null default clock_timestamp(),
    set_by uuid,
    primary key (tenant, version)
);
comment on table ref.retention_schedule is 'What is destroyed when: every version of it, as JSON (Docs/retention.md).';
select waymark.protect('ref.retention_schedule', 'select, insert, update, delete');

create table ref.retention_run (
    tenant int not null,
    run uuid not null,
    schedule bigint not null,
    as_of date not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    primary key (tenant, run)
);
create unique index retention_run_open on ref.retention_run (tenant) where finished_at is null;
comment on table ref.retention_run is 'Runs of the retention schedule; the one that is not finished is gone on with.';
select waymark.protect('ref.retention_run', 'select, insert, update, delete');

create table ref.retention_tally (
    tenant int not null,
    run uuid not null,
    class text not null,
    destroyed bigint not null,
    primary key (tenant, run, class)
);
comment on table ref.retention_tally is
    'How many of each class a run has destroyed: counted in the transaction that destroys them.';
select waymark.protect('ref.retention_tally', 'select, insert, update, delete');

reset role;
