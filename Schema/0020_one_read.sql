-- What one read costs: a policy for each role, and the state of a learner in one row.

set role waymark_owner;

-- A policy that serves everyone asks a function who is asking, which takes longer than finding the row. The application
-- names its district in a setting, and can read that itself; staff are bound to theirs by the function, as before; nobody
-- else has a policy, and so no row.
create or replace function waymark.protect(target regclass, app_rights text default 'select') returns void
language plpgsql as $$
begin
    if app_rights !~ '^(select|insert|update|delete)(, (select|insert|update|delete))*$' then
        raise exception 'rights must be a list of select, insert, update, delete, not %', app_rights;
    end if;
    execute format('alter table %s enable row level security', target);
    perform waymark.fence(target);
    execute format('grant %s on %s to waymark_app', app_rights, target);
end $$;

create function waymark.fence(target regclass) returns void
language plpgsql as $$
begin
    execute format(
        'create policy tenant_of_app on %s to waymark_app'
        || ' using (tenant = (select current_setting(''waymark.tenant'')::int))'
        || ' with check (tenant = (select current_setting(''waymark.tenant'')::int))', target);
    execute format(
        'create policy tenant_of_staff on %s for select to waymark_analyst'
        || ' using (tenant = (select waymark.current_tenant()))', target);
end $$;
revoke all on function waymark.fence(regclass) from public;

do $$
declare v_table regclass;
begin
    for v_table in select p.polrelid from pg_policy p where p.polname = 'tenant_only' order by p.polrelid loop
        execute format('drop policy tenant_only on %s', v_table);
        perform waymark.fence(v_table);
    end loop;
end $$;

-- The states of the build that is live, each with the version of its fold: all that one learner's rows are made of, in one
-- row with one key. The version is that of the registry when the build was promoted, and costs nothing to read here.
create function proj.show_states(p_projection text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_live record;
begin
    select r.build, r.version into strict v_live
      from proj.registry r where r.projection = p_projection and r.state = 'live';
    execute format('create or replace view proj.%I with (security_invoker = true) as
                        select tenant, learner, state, %s as version from proj.%I',
                   p_projection || '_state', v_live.version, p_projection || '_state_b' || v_live.build);
    execute format('grant select on proj.%I to waymark_app', p_projection || '_state');
end $$;
revoke all on function proj.show_states(text) from public;

do $$
begin
    perform proj.show_states(r.projection) from proj.registry r where r.state = 'live';
end $$;

-- Makes a build the one that the views show, once it is as far as the live one in every district, and parks no learner
-- that the live one shows further. The build that was live is retired: it stays as it was until it is dropped, and can be
-- promoted again once it was brought up to date. As in 0009, but that the view of the states follows.
create or replace function proj.promote(p_projection text, p_build int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_live int;
    v_behind int;
    v_parked record;
    v_table text;
begin
    perform from proj.projection p where p.projection = p_projection for update;
    perform from proj.registry r where r.projection = p_projection and r.build = p_build and r.state <> 'live';
    if not found then
        raise exception 'projection % has no build % to promote', p_projection, p_build using errcode = 'WM404';
    end if;
    perform proj.finish_load(p_projection, p_build);
    select r.build into v_live from proj.registry r where r.projection = p_projection and r.state = 'live';
    -- No batch of either build commits while the positions are compared and the views change.
    perform from proj.checkpoint c where c.projection = p_projection and c.build in (v_live, p_build)
        order by c.tenant, c.projection, c.build, c.shard for update;
    -- Two builds may be divided differently: a range of one lies within ranges of the other.
    select l.tenant into v_behind
      from proj.checkpoint l
     where l.projection = p_projection and l.build = v_live and l.position > 0
       and l.position > coalesce((select min(n.position) from proj.checkpoint n
                                   where n.tenant = l.tenant and n.projection = l.projection and n.build = p_build
                                     and n.shard::bigint * l.shards < (l.shard + 1)::bigint * n.shards
                                     and l.shard::bigint * n.shards < (n.shard + 1)::bigint * l.shards), 0)
     limit 1;
    if found then
        raise exception 'build % of % is behind the live one in district %', p_build, p_projection, v_behind
            using errcode = 'WM425';
    end if;
    select n.tenant, n.position into v_parked from proj.parked n
     where n.projection = p_projection and n.build = p_build
       and not exists (select from proj.parked l where l.tenant = n.tenant and l.projection = n.projection
                       and l.build = v_live and l.learner = n.learner and l.position <= n.position)
     limit 1;
    if found then
        raise exception 'build % of % cannot fold an event that the live one has: position % in district %',
            p_build, p_projection, v_parked.position, v_parked.tenant using errcode = 'WM426';
    end if;
    update proj.registry r set state = 'retired' where r.projection = p_projection and r.build = v_live;
    update proj.registry r set state = 'live', promoted_at = clock_timestamp()
        where r.projection = p_projection and r.build = p_build;
    foreach v_table in array (select p.tables from proj.projection p where p.projection = p_projection) loop
        execute format('create or replace view proj.%I with (security_invoker = true) as select * from proj.%I',
                       v_table, v_table || '_b' || p_build);
        execute format('grant select on proj.%I to waymark_app, waymark_analyst', v_table);
    end loop;
    perform proj.show_states(p_projection);
end $$;

reset role;
