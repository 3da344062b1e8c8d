-- Imports at scale: rosters that repeat themselves and rows that come in the wrong order; a district's arrival that can
-- be given up, what of it stays sealed, and when its erased learners' keys were destroyed.

set role waymark_owner;

-- Rosters.
alter table ref.import_run add column digest bytea;
comment on column ref.import_run.digest is
    'SHA-256 over the files of a roster: the same files as last time say nothing new.';

do $$
declare name text;
begin
    foreach name in array array['school', 'term', 'course', 'section', 'person', 'person_role', 'enrolment'] loop
        execute format('alter table ref.%I add column modified_at timestamptz', name);
        execute format('comment on column ref.%I.modified_at is %L', name,
            'dateLastModified of the row that was taken last: a delta that is older is not taken.');
    end loop;
end $$;

-- A district that arrives.
alter table log.arrival drop constraint arrival_tenant_id_key;
alter table log.arrival add column abandoned boolean not null default false,
    add column sealed_up_to bigint not null default 0,
    add check (finished_at is not null or not abandoned);
create unique index arrival_tenant_id_key on log.arrival (tenant_id) where not abandoned;
comment on column log.arrival.finished_at is 'When it ended: with a district, or abandoned.';
comment on column log.arrival.abandoned is
    'Given up on the way. Its id and name are free; what had arrived belongs to no district and is never read.';
comment on column log.arrival.sealed_up_to is
    'Words up to this position came without their keys: they stay sealed, whatever key their learner has here.';

drop function log.begin_arrival(uuid, text, bytea, bigint);

-- Begins an arrival, or finds the unfinished one of the same archive; answers the district's number.
create function log.begin_arrival(
    p_tenant_id uuid, p_name text, p_archive bytea, p_head bigint, p_sealed_up_to bigint default 0
) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_known log.arrival; v_tenant int;
begin
    lock table log.tenant in share row exclusive mode;
    if exists (select from log.tenant t where t.tenant_id = p_tenant_id) then
        raise exception 'this district is in the database already' using errcode = 'WM430';
    end if;
    select * into v_known from log.arrival a where a.tenant_id = p_tenant_id and not a.abandoned;
    if found then
        if v_known.finished_at is not null or v_known.archive <> p_archive or v_known.head <> p_head
           or v_known.name <> p_name or v_known.sealed_up_to <> p_sealed_up_to then
            raise exception 'another archive of this district, or this one under the name "%", is on its way since %: '
                'go on with that one, or give it up with --abandon "%"',
                v_known.name, to_char(v_known.began_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), v_known.name
                using errcode = 'WM430';
        end if;
        return v_known.tenant;
    end if;
    if exists (select from log.tenant t where t.name = p_name)
       or exists (select from log.arrival a where a.finished_at is null and a.name = p_name) then
        raise exception 'a district of this name exists, or is on its way' using errcode = 'WM431';
    end if;
    select coalesce(max(n.tenant), 0) + 1 into v_tenant
      from (select t.tenant from log.tenant t union all select a.tenant from log.arrival a) n;
    insert into log.arrival (tenant, tenant_id, name, archive, head, sealed_up_to)
        values (v_tenant, p_tenant_id, p_name, p_archive, p_head, p_sealed_up_to);
    return v_tenant;
end $$;

-- Keeps others from ending an arrival until the transaction ends; false where it ended with a district already.
create function log.hold_arrival(p_tenant int) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_arrival log.arrival;
begin
    select * into v_arrival from log.arrival a where a.tenant = p_tenant and not a.abandoned for update;
    if not found then
        raise exception 'no district with the number % is being imported', p_tenant using errcode = 'WM404';
    end if;
    return v_arrival.finished_at is null;
end $$;

-- Gives an arrival up: its name and id are free again. What had arrived stays where it is, under a number that is given
-- to nobody any more: the log deletes nothing. No key and no reference data had arrived yet.
create function log.abandon_arrival(p_name text) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_tenant int; v_others text;
begin
    update log.arrival set abandoned = true, finished_at = clock_timestamp()
     where name = p_name and finished_at is null returning tenant into v_tenant;
    if not found then
        select string_agg(format('"%s"', a.name), ', ' order by a.name) into v_others
          from log.arrival a where a.finished_at is null;
        raise exception 'no district "%" is on its way here; %', p_name,
            coalesce('on their way are ' || v_others, 'none is') using errcode = 'WM433';
    end if;
    return v_tenant;
end $$;

-- Learners of a district that is arriving whose keys were destroyed, with the time of it (null: not known).
create function vault.arrive_destroyed(p_tenant int, p_learner uuid[], p_destroyed_at timestamptz[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from log.arrival a where a.tenant = p_tenant and a.finished_at is null) then
        raise exception 'no district with the number % is being imported', p_tenant using errcode = 'WM404';
    end if;
    insert into vault.learner_key (tenant, learner, wrapped, destroyed_at)
    select p_tenant, u.learner, null, coalesce(u.destroyed_at, clock_timestamp())
      from unnest(p_learner, p_destroyed_at) u(learner, destroyed_at)
    on conflict (tenant, learner) do update set wrapped = null, destroyed_at = excluded.destroyed_at;
end $$;

revoke all on function log.begin_arrival, log.hold_arrival, log.abandon_arrival, vault.arrive_destroyed from public;
grant execute on function log.begin_arrival, log.hold_arrival, log.abandon_arrival, vault.arrive_destroyed
    to waymark_app;

reset role;
