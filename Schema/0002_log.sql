-- The log: one gapless order for each district, INSERT-only, and the one door into it. Then the vault of keys.

set role waymark_owner;

create table log.event (
    -- The order of the columns is that of their alignment: no byte is lost between them.
    position bigint not null check (position > 0),
    recorded_at timestamptz not null,
    occurred_at timestamptz not null,
    tenant int not null,
    learner_hash int not null generated always as (uuid_hash(learner)) stored,
    event_id uuid not null,
    learner uuid not null,
    kind smallint not null,
    kind_version smallint not null,
    asserted_role smallint not null,
    level smallint,
    code smallint,
    asserted_by uuid,
    school uuid,
    section uuid,
    competency uuid,
    about uuid,
    item text,
    more bytea,
    words bytea,
    leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
    primary key (tenant, position),
    unique (tenant, event_id)
) partition by hash (tenant);
create index event_of_learner on log.event (tenant, learner_hash, position);

comment on table log.event is 'Learning events, append-only. Position is the order; the stream of a learner has as its version the position of its newest event.';
comment on column log.event.recorded_at is 'When the log took the event; never decreases within a district.';
comment on column log.event.occurred_at is 'When it happened, as claimed.';
comment on column log.event.learner is 'Pseudonym; who it is stands in ref.person, erasable.';
comment on column log.event.learner_hash is
    'Four bytes in the place of sixteen in the index of streams: ask for learner_hash = uuid_hash(x) and learner = x.';
comment on column log.event.kind is 'Number of the kind; see Docs/event-catalogue.md.';
comment on column log.event.competency is 'The competency, or the first of several; the others stand in more.';
comment on column log.event.code is 'The main choice of the kind: an outcome, a form, an answer…';
comment on column log.event.about is 'The event that this one speaks of.';
comment on column log.event.item is 'The task, opportunity or support named.';
comment on column log.event.more is 'The facts that have no column: a JSON object, packed (PackedJSON.swift).';
comment on column log.event.words is 'What people wrote, sealed with the learner''s key (AES-256-GCM).';
comment on column log.event.leaf_hash is 'SHA-256 over every other column and the district''s id; see Docs/concepts.md.';

create function log.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the log is append-only: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
        using errcode = '42501', hint = 'Append a correction event instead.';
end $$;

do $$
declare target regclass;
begin
    for remainder in 0..7 loop
        execute format(
            'create table log.event_%s partition of log.event for values with (modulus 8, remainder %s)'
            -- Rows never change: freeze their pages once and early.
            || ' with (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_freeze_min_age = 0)',
            remainder, remainder);
    end loop;
    for target in select oid::regclass from pg_class
                  where relnamespace = 'log'::regnamespace and relkind in ('r', 'p') and relname like 'event%' loop
        -- Statement triggers are not inherited by partitions: each has its own, against TRUNCATE above all.
        execute format('create trigger refuse_statement before update or delete or truncate on %s'
                       || ' for each statement execute function log.refuse_change()', target);
        execute format('alter table %s enable always trigger refuse_statement', target);
        perform waymark.protect(target);
    end loop;
    -- Row triggers are inherited, and meet what comes without a statement, such as replication.
    create trigger refuse_change before update or delete on log.event
        for each row execute function log.refuse_change();
    for target in select oid::regclass from pg_class
                  where relnamespace = 'log'::regnamespace and relkind in ('r', 'p') and relname like 'event%' loop
        execute format('alter table %s enable always trigger refuse_change', target);
    end loop;
end $$;

-- Which districts there are is no secret inside one deployment; what is in them is.
grant select on log.tenant to waymark_app;

create function log.create_tenant(p_tenant_id uuid, p_name text) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_tenant int;
begin
    lock table log.tenant in share row exclusive mode;
    select coalesce(max(t.tenant), 0) + 1 into v_tenant from log.tenant t;
    insert into log.tenant (tenant, tenant_id, name) values (v_tenant, p_tenant_id, p_name);
    return v_tenant;
end $$;

create type log.event_input as (
    event_id uuid,
    learner uuid,
    occurred_at timestamptz,
    kind smallint,
    kind_version smallint,
    asserted_role smallint,
    level smallint,
    code smallint,
    asserted_by uuid,
    school uuid,
    section uuid,
    competency uuid,
    about uuid,
    item text,
    more bytea,
    words bytea,
    content_hash bytea
);

-- The one door. All or nothing; a known event with the same content answers its old position.
-- Everything is checked after the lock, in statements of their own, so each sees what was committed before.
-- Returns the first new position, the time, and the position of each input where some were known already.
create function log.append(
    p_tenant int,
    p_events log.event_input[],
    p_expect_learner uuid[] default '{}',      -- the newest event of this learner…
    p_expect_position bigint[] default '{}',   -- …must stand at this position (0: there is none)
    p_require_event uuid[] default '{}',       -- this event must be in the log (or in this call)…
    p_require_learner uuid[] default '{}',     -- …and belong to this learner
    p_sealed_for uuid[] default '{}'           -- learners whose keys sealed words of this call
) returns table (first_position bigint, recorded_at timestamptz, positions bigint[])
language plpgsql security definer set search_path = pg_catalog, pg_temp
-- One plan for ever: planning over the partitions anew costs a small call more than running it. That plan may be made
-- when the log is empty and every index looks the same, so what is looked up by one value is asked for as a range of
-- that value in its order: only the right index answers this without sorting.
set plan_cache_mode = force_generic_plan as $$
declare
    v_tenant_id uuid;
    v_head bigint;
    v_last timestamptz;
    v_now timestamptz;
    v_fresh log.event_input[] := p_events;
    v_known jsonb;
    v_count int := cardinality(p_events);
    v_check record;
    v_erased uuid;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'append needs a READ COMMITTED transaction' using errcode = 'WM400';
    end if;
    select t.tenant_id into v_tenant_id from log.tenant t where t.tenant = p_tenant for no key update;
    if not found then
        raise exception 'no district has the number %', p_tenant using errcode = 'WM404';
    end if;
    if v_count = 0 then return; end if;

    -- Erasing takes the same lock, so a key that stands here stands until we commit.
    select k.learner into v_erased from vault.learner_key k
        where k.tenant = p_tenant and k.destroyed_at is not null and k.learner = any(p_sealed_for) limit 1;
    if found then
        raise exception '%', v_erased using errcode = 'WM410';
    end if;

    -- A repeated chunk shows at its ends; what hides inside is met as a unique violation below.
    if (select e.event_id from log.event e where e.tenant = p_tenant
            and e.event_id >= (p_events[1]).event_id and e.event_id <= (p_events[1]).event_id
        order by e.event_id limit 1) is not null
       or v_count > 1 and
       (select e.event_id from log.event e where e.tenant = p_tenant
            and e.event_id >= (p_events[v_count]).event_id and e.event_id <= (p_events[v_count]).event_id
        order by e.event_id limit 1) is not null then
        v_fresh := log.unknown_events(p_tenant, p_events);
    end if;

    -- Positions are ours alone while we hold the lock.
    select e.position, e.recorded_at into v_head, v_last
        from log.event e where e.tenant = p_tenant order by e.position desc limit 1;
    v_head := coalesce(v_head, 0);
    v_now := greatest(clock_timestamp(), v_last);

    <<insertion>>
    loop
        if cardinality(p_expect_learner) > 0 and cardinality(v_fresh) > 0 then
            for v_check in select x.learner, x.expected,
                    coalesce((select e.position from log.event e
                              where e.tenant = p_tenant and e.learner = x.learner
                                and e.learner_hash >= uuid_hash(x.learner) and e.learner_hash <= uuid_hash(x.learner)
                              order by e.learner_hash desc, e.position desc limit 1), 0) as actual
                from unnest(p_expect_learner, p_expect_position) x(learner, expected) loop
                if v_check.actual <> v_check.expected then
                    raise exception 'the stream of learner % stands at %, not at %',
                        v_check.learner, v_check.actual, v_check.expected using errcode = 'WM409';
                end if;
            end loop;
        end if;

        begin
            insert into log.event (
                tenant, position, recorded_at, occurred_at, event_id, learner, kind, kind_version, asserted_role,
                level, code, asserted_by, school, section, competency, about, item, more, words, leaf_hash)
            select p_tenant, v_head + u.n, v_now, u.occurred_at, u.event_id, u.learner, u.kind, u.kind_version,
                   u.asserted_role, u.level, u.code, u.asserted_by, u.school, u.section, u.competency, u.about,
                   u.item, u.more, u.words,
                   -- RFC 6962, 2.1: a leaf begins with 0x00.
                   sha256('\x007761796d61726b2d6576656e742d31'::bytea || uuid_send(v_tenant_id)
                          || int8send(v_head + u.n) || timestamptz_send(v_now) || u.content_hash)
              from unnest(v_fresh) with ordinality u(
                   event_id, learner, occurred_at, kind, kind_version, asserted_role, level, code, asserted_by,
                   school, section, competency, about, item, more, words, content_hash, n);
            exit insertion;
        exception when unique_violation then
            -- Only a known id can collide here.
            if cardinality(v_fresh) < v_count then raise; end if;
            v_fresh := log.unknown_events(p_tenant, p_events);
            if cardinality(v_fresh) = v_count then
                raise exception 'the same event id stands twice in one call' using errcode = 'WM400';
            end if;
        end;
    end loop;

    if cardinality(p_require_event) > 0 then
        for v_check in select x.event_id from unnest(p_require_event, p_require_learner) x(event_id, learner)
            where not exists (select from log.event e where e.tenant = p_tenant
                              and e.event_id = x.event_id and e.learner = x.learner) loop
            raise exception 'no event % is in the record of that learner', v_check.event_id using errcode = 'WM424';
        end loop;
    end if;

    if cardinality(v_fresh) = v_count then
        return query select v_head + 1, v_now, null::bigint[];
    else
        return query select v_head + 1, v_now, array(
            select e.position from unnest(p_events) with ordinality u(
                   event_id, learner, occurred_at, kind, kind_version, asserted_role, level, code, asserted_by,
                   school, section, competency, about, item, more, words, content_hash, n)
              join log.event e on e.tenant = p_tenant and e.event_id = u.event_id order by u.n);
    end if;
end $$;

-- Which of the events the log does not know; refuses a known id with other content.
create function log.unknown_events(p_tenant int, p_events log.event_input[]) returns log.event_input[]
language plpgsql set plan_cache_mode = force_custom_plan as $$
declare v_other uuid;
begin
    select e.event_id into v_other
      from unnest(p_events) u join log.event e on e.tenant = p_tenant and e.event_id = u.event_id
     where (e.learner, e.occurred_at, e.kind, e.kind_version, e.asserted_role, e.level, e.code, e.asserted_by,
            e.school, e.section, e.competency, e.about, e.item, e.more, e.words)
           is distinct from
           (u.learner, u.occurred_at, u.kind, u.kind_version, u.asserted_role, u.level, u.code, u.asserted_by,
            u.school, u.section, u.competency, u.about, u.item, u.more, u.words)
     limit 1;
    if found then
        raise exception 'event % is in the log with other content', v_other using errcode = 'WM422',
            hint = 'A retry repeats the same content; another event needs an id of its own.';
    end if;
    return array(
        select packed.event from unnest(p_events) with ordinality as u(
                   event_id, learner, occurred_at, kind, kind_version, asserted_role, level, code, asserted_by,
                   school, section, competency, about, item, more, words, content_hash, n)
          cross join lateral (select row(u.event_id, u.learner, u.occurred_at, u.kind, u.kind_version,
                   u.asserted_role, u.level, u.code, u.asserted_by, u.school, u.section, u.competency, u.about,
                   u.item, u.more, u.words, u.content_hash)::log.event_input as event) packed
         where not exists (select from log.event e where e.tenant = p_tenant and e.event_id = u.event_id)
         order by u.n);
end $$;

-- The vault. A learner's key is one row for ever: made once, destroyed once, never made again.
create table vault.tenant_key (
    tenant int primary key,
    wrapped bytea not null,
    master_key text not null,
    created_at timestamptz not null default clock_timestamp()
);
comment on table vault.tenant_key is 'A district''s key, wrapped by the master key of which master_key is the fingerprint.';
create table vault.learner_key (
    tenant int not null,
    learner uuid not null,
    wrapped bytea,
    destroyed_at timestamptz,
    primary key (tenant, learner),
    check ((wrapped is null) = (destroyed_at is not null))
);
comment on table vault.learner_key is 'A learner''s key, wrapped by the district''s; null once destroyed.';

create index learner_key_destroyed on vault.learner_key (tenant, learner) where destroyed_at is not null;

select waymark.protect('vault.tenant_key', 'select, insert');
select waymark.protect('vault.learner_key', 'select');

-- Keeps new keys; where a learner has one already (or had one), that one stays. Answers what stands.
create function vault.keep_keys(p_tenant int, p_learner uuid[], p_wrapped bytea[])
returns table (learner uuid, wrapped bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into vault.learner_key (tenant, learner, wrapped)
        select p_tenant, u.learner, u.wrapped from unnest(p_learner, p_wrapped) u(learner, wrapped)
        order by u.learner
        on conflict do nothing;
    return query select k.learner, k.wrapped from vault.learner_key k
        where k.tenant = p_tenant and k.learner = any(p_learner);
end $$;

create function vault.destroy_key(p_tenant int, p_learner uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into vault.learner_key (tenant, learner, wrapped, destroyed_at)
        values (p_tenant, p_learner, null, clock_timestamp())
    on conflict (tenant, learner) do update
        set wrapped = null, destroyed_at = coalesce(vault.learner_key.destroyed_at, clock_timestamp());
$$;

revoke all on all functions in schema log, vault from public;
grant execute on function log.create_tenant, log.append, vault.keep_keys, vault.destroy_key to waymark_app;

reset role;

-- An alarm against mistakes of the owner: whoever is no superuser cannot change the log's tables in any other way.
-- Only a superuser may create it; where the migrations run without one, the self-check says that it is missing.
do $$
begin
    if (select rolsuper from pg_roles where rolname = current_user) then
        -- What is granted is not named to an event trigger, so it looks at what stands afterwards.
        create function log.is_exposed() returns boolean language sql as $guard$
            select exists (select from pg_class c cross join lateral aclexplode(c.relacl) granted
                           where c.relnamespace = 'log'::regnamespace and granted.grantee <> c.relowner
                             and granted.privilege_type <> 'SELECT')
        $guard$;
        create function log.guard_definition() returns event_trigger language plpgsql as $guard$
        declare changed record;
        begin
            if (select rolsuper from pg_roles where rolname = session_user) then return; end if;
            for changed in select * from pg_event_trigger_ddl_commands() loop
                if changed.schema_name = 'log' or changed.object_identity like '%log.%'
                   or (changed.command_tag in ('GRANT', 'REVOKE') and log.is_exposed()) then
                    raise exception 'the log is append-only: % on % is refused',
                        tg_tag, coalesce(changed.object_identity, 'its tables')
                        using errcode = '42501';
                end if;
            end loop;
        end $guard$;
        create function log.guard_drop() returns event_trigger language plpgsql as $guard$
        declare dropped record;
        begin
            if (select rolsuper from pg_roles where rolname = session_user) then return; end if;
            for dropped in select * from pg_event_trigger_dropped_objects() loop
                if dropped.schema_name = 'log' or dropped.object_identity like '%log.%' then
                    raise exception 'the log is append-only: % of % is refused', tg_tag, dropped.object_identity
                        using errcode = '42501';
                end if;
            end loop;
        end $guard$;
        create event trigger waymark_guard_definition on ddl_command_end execute function log.guard_definition();
        create event trigger waymark_guard_drop on sql_drop execute function log.guard_drop();
        alter event trigger waymark_guard_definition enable always;
        alter event trigger waymark_guard_drop enable always;
    end if;
end $$;
