-- Roles, tenancy and the helper that fences a table. Run by an administrator who may create roles.

do $$
declare role_name text;
begin
    -- Roles belong to the whole cluster: another Waymark database may have made them already.
    foreach role_name in array array['waymark_owner', 'waymark_app', 'waymark_analyst'] loop
        begin
            execute format('create role %I nologin', role_name);
        exception when duplicate_object or unique_violation then null;
        end;
    end loop;
    execute format('grant waymark_owner, waymark_app to %I', current_user);
end $$;

create schema if not exists waymark;
create schema log authorization waymark_owner;
create schema vault authorization waymark_owner;
create schema ref authorization waymark_owner;
create schema proj authorization waymark_owner;
create schema analytics authorization waymark_owner;
revoke all on schema public from public;
alter schema waymark owner to waymark_owner;
grant usage on schema waymark to waymark_app, waymark_analyst;
grant usage on schema log, vault, ref, proj, analytics to waymark_app;
grant usage on schema analytics to waymark_analyst;

set role waymark_owner;

create table log.tenant (
    tenant int primary key check (tenant > 0),
    tenant_id uuid not null unique,
    name text not null unique check (name = btrim(name) and length(name) between 1 and 200),
    created_at timestamptz not null default clock_timestamp()
);
comment on table log.tenant is 'A district. The number keys every row of it inside this database; the uuid goes with it when it moves.';

create table waymark.analyst_login (
    login name primary key,
    tenant int not null references log.tenant
);
comment on table waymark.analyst_login is 'Which district a database login of staff may read. Only an administrator changes it.';

-- A login of staff is bound to its district whatever it sets; the application names the district of each request.
create function waymark.current_tenant() returns int
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare bound int;
begin
    select a.tenant into bound from waymark.analyst_login a where a.login = session_user;
    if found then return bound; end if;
    if pg_has_role(session_user, 'waymark_app', 'member') then
        return current_setting('waymark.tenant')::int;
    end if;
    return null;
end $$;
comment on function waymark.current_tenant() is
    'The district whose rows this session may see: fixed by waymark.analyst_login for staff; for the application the setting waymark.tenant (unset: an error); for anyone else none.';

-- Row-level security by tenant on one table (or partition), and the application's rights on it.
create function waymark.protect(target regclass, app_rights text default 'select') returns void
language plpgsql as $$
begin
    if app_rights !~ '^(select|insert|update|delete)(, (select|insert|update|delete))*$' then
        raise exception 'rights must be a list of select, insert, update, delete, not %', app_rights;
    end if;
    execute format('alter table %s enable row level security', target);
    execute format(
        'create policy tenant_only on %s using (tenant = (select waymark.current_tenant()))'
        || ' with check (tenant = (select waymark.current_tenant()))', target);
    execute format('grant %s on %s to waymark_app', app_rights, target);
end $$;
revoke all on function waymark.protect(regclass, text) from public;

-- Statistics for the planner right after much has changed. Only who owns a table may ANALYZE it, and the application,
-- which fills these, does not; the server's own daemon comes a minute later, and until then would have plans made for
-- tables of a few rows. Sizes are looked at besides the counters of changes, which show up seconds late.
create function waymark.gather_statistics() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare stale text;
begin
    foreach stale in array array(
        select format('%I.%I', n.nspname, c.relname)
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('ref', 'proj') and c.relkind = 'r' and c.relowner = 'waymark_owner'::regrole
           and (c.reltuples < 0 and pg_relation_size(c.oid) > 0
                or pg_relation_size(c.oid) / current_setting('block_size')::int > 1.1 * c.relpages + 8
                or pg_stat_get_mod_since_analyze(c.oid) > 0.1 * c.reltuples + 1000)
         order by c.oid) loop
        begin
            -- Whoever holds a lock that is in the way analyzes the table already, or drops it.
            execute format('analyze (skip_locked) %s', stale);
        exception when undefined_table then null;
        end;
    end loop;
end $$;
comment on function waymark.gather_statistics() is
    'Analyzes those tables of ref and proj whose statistics are missing or far from what is in them.';
revoke all on function waymark.gather_statistics() from public;
grant execute on function waymark.gather_statistics() to waymark_app;

reset role;
