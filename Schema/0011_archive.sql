-- A district that arrives from another database, with the positions, times and hashes it had there.
--
-- Until all of it is here it has no row in log.tenant: log.append knows no such district, nothing lists it, and the door
-- below opens for nothing else. So no live district can be reached through it, and an append pays nothing for it.

set role waymark_owner;

create table log.arrival (
    tenant int primary key check (tenant > 0),
    tenant_id uuid not null unique,
    name text not null check (name = btrim(name) and length(name) between 1 and 200),
    archive bytea not null check (octet_length(archive) = 32),
    head bigint not null check (head >= 0),
    began_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz
);
comment on table log.arrival is 'Districts that come, or came, from an archive. While finished_at is null the district is not in log.tenant.';
comment on column log.arrival.archive is 'SHA-256 of the archive''s archive.json: only the same archive can be gone on with.';
comment on column log.arrival.head is 'The newest position in the archive.';
select waymark.protect('log.arrival');

-- As before, and apart from the numbers, names and ids of districts on their way.
create or replace function log.create_tenant(p_tenant_id uuid, p_name text) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_tenant int;
begin
    lock table log.tenant in share row exclusive mode;
    if exists (select from log.arrival a
               where a.finished_at is null and (a.tenant_id = p_tenant_id or a.name = p_name)) then
        raise exception 'a district of this name or id is being imported' using errcode = '23505';
    end if;
    select coalesce(max(n.tenant), 0) + 1 into v_tenant
      from (select t.tenant from log.tenant t union all select a.tenant from log.arrival a) n;
    insert into log.tenant (tenant, tenant_id, name) values (v_tenant, p_tenant_id, p_name);
    return v_tenant;
end $$;

-- Begins an arrival, or finds the unfinished one of the same archive; answers the district's number.
create function log.begin_arrival(p_tenant_id uuid, p_name text, p_archive bytea, p_head bigint) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_known log.arrival; v_tenant int;
begin
    lock table log.tenant in share row exclusive mode;
    if exists (select from log.tenant t where t.tenant_id = p_tenant_id) then
        raise exception 'this district is in the database already' using errcode = 'WM430';
    end if;
    select * into v_known from log.arrival a where a.tenant_id = p_tenant_id;
    if found then
        if v_known.finished_at is not null or v_known.archive <> p_archive or v_known.head <> p_head
           or v_known.name <> p_name then
            raise exception 'another archive, or another name, of this district is being imported'
                using errcode = 'WM430';
        end if;
        return v_known.tenant;
    end if;
    if exists (select from log.tenant t where t.name = p_name)
       or exists (select from log.arrival a where a.finished_at is null and a.name = p_name) then
        raise exception 'a district of this name exists' using errcode = 'WM431';
    end if;
    select coalesce(max(n.tenant), 0) + 1 into v_tenant
      from (select t.tenant from log.tenant t union all select a.tenant from log.arrival a) n;
    insert into log.arrival (tenant, tenant_id, name, archive, head)
        values (v_tenant, p_tenant_id, p_name, p_archive, p_head);
    return v_tenant;
end $$;

-- A value as it stands under the content's hash: its length in four bytes, -1 for null, and its bytes.
create function log.hashed_field(p_value bytea) returns bytea
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
    select coalesce(int4send(octet_length(p_value)) || p_value, int4send(-1))
$$;

-- Takes the next events of a district that is arriving, all or none; answers the newest position. What the archive says
-- of content hashes is not looked at: they are computed here, and the leaf hash that follows must be the archive's.
create function log.arrive(
    p_tenant int, p_first bigint, p_recorded_at timestamptz[], p_leaf_hash bytea[], p_events log.event_input[]
) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_arrival log.arrival;
    v_head bigint;
    v_last timestamptz;
    v_count int := cardinality(p_events);
    v_wrong bigint;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'an arrival needs a READ COMMITTED transaction' using errcode = 'WM400';
    end if;
    select * into v_arrival from log.arrival a where a.tenant = p_tenant and a.finished_at is null for no key update;
    if not found or exists (select from log.tenant t
                            where t.tenant = p_tenant or t.tenant_id = v_arrival.tenant_id) then
        raise exception 'no district with the number % is being imported', p_tenant using errcode = 'WM404';
    end if;
    if v_count is null or v_count = 0 or cardinality(p_recorded_at) is distinct from v_count
       or cardinality(p_leaf_hash) is distinct from v_count then
        raise exception 'each event needs its time and its hash' using errcode = 'WM400';
    end if;
    select e.position, e.recorded_at into v_head, v_last
        from log.event e where e.tenant = p_tenant order by e.position desc limit 1;
    v_head := coalesce(v_head, 0);
    if p_first is distinct from v_head + 1 or v_head + v_count > v_arrival.head then
        raise exception 'position % was expected next, of % in all', v_head + 1, v_arrival.head
            using errcode = 'WM432';
    end if;
    select min(o.n) into v_wrong
      from (select r.n, r.at, lag(r.at, 1, v_last) over (order by r.n) as before
              from unnest(p_recorded_at) with ordinality r(at, n)) o
     where o.at is null or o.at < o.before;
    if v_wrong is not null then
        raise exception 'position %: recorded before the event in front of it', v_head + v_wrong
            using errcode = 'WM432';
    end if;
    insert into log.event (
        tenant, position, recorded_at, occurred_at, event_id, learner, kind, kind_version, asserted_role,
        level, code, asserted_by, school, section, competency, about, item, more, words, leaf_hash)
    select p_tenant, v_head + u.n, p_recorded_at[u.n], u.occurred_at, u.event_id, u.learner, u.kind, u.kind_version,
           u.asserted_role, u.level, u.code, u.asserted_by, u.school, u.section, u.competency, u.about, u.item,
           u.more, u.words,
           sha256('\x007761796d61726b2d6576656e742d31'::bytea || uuid_send(v_arrival.tenant_id)
                  || int8send(v_head + u.n) || timestamptz_send(p_recorded_at[u.n]) || sha256(
               log.hashed_field(uuid_send(u.event_id)) || log.hashed_field(uuid_send(u.learner))
               || log.hashed_field(timestamptz_send(u.occurred_at)) || log.hashed_field(int2send(u.kind))
               || log.hashed_field(int2send(u.kind_version)) || log.hashed_field(int2send(u.asserted_role))
               || log.hashed_field(int2send(u.level)) || log.hashed_field(int2send(u.code))
               || log.hashed_field(uuid_send(u.asserted_by)) || log.hashed_field(uuid_send(u.school))
               || log.hashed_field(uuid_send(u.section)) || log.hashed_field(uuid_send(u.competency))
               || log.hashed_field(uuid_send(u.about)) || log.hashed_field(convert_to(u.item, 'UTF8'))
               || log.hashed_field(u.more) || log.hashed_field(u.words)))
      from unnest(p_events) with ordinality u(
           event_id, learner, occurred_at, kind, kind_version, asserted_role, level, code, asserted_by,
           school, section, competency, about, item, more, words, content_hash, n);
    select min(e.position) into v_wrong
      from log.event e
     where e.tenant = p_tenant and e.position > v_head
       and e.leaf_hash is distinct from p_leaf_hash[e.position - v_head];
    if v_wrong is not null then
        raise exception 'position %: the hash differs from that of the archive', v_wrong using errcode = 'WM432';
    end if;
    return v_head + v_count;
end $$;

-- Makes a district that is wholly here one like any other.
create function log.finish_arrival(p_tenant int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_arrival log.arrival; v_head bigint;
begin
    lock table log.tenant in share row exclusive mode;
    select * into v_arrival from log.arrival a where a.tenant = p_tenant and a.finished_at is null for update;
    if not found then
        raise exception 'no district with the number % is being imported', p_tenant using errcode = 'WM404';
    end if;
    select coalesce(max(e.position), 0) into v_head from log.event e where e.tenant = p_tenant;
    if v_head <> v_arrival.head then
        raise exception 'the district is here up to position %, of %', v_head, v_arrival.head
            using errcode = 'WM432';
    end if;
    insert into log.tenant (tenant, tenant_id, name) values (p_tenant, v_arrival.tenant_id, v_arrival.name);
    update log.arrival set finished_at = clock_timestamp() where tenant = p_tenant;
end $$;

revoke all on function log.begin_arrival, log.hashed_field, log.arrive, log.finish_arrival from public;
grant execute on function log.begin_arrival, log.arrive, log.finish_arrival to waymark_app;

reset role;
