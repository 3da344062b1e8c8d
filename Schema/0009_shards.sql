-- Projections in shards: several workers share a district, one learner that cannot be folded waits alone, and a build is
-- loaded into bare tables that get their keys and their fence afterwards.

set role waymark_owner;

-- A shard is a range of learner_hash: shard i of n holds the i-th of n equal parts, so n is a power of two.
alter table proj.checkpoint add column shard int not null default 0;
alter table proj.checkpoint add column shards int not null default 1;
alter table proj.checkpoint drop constraint checkpoint_pkey;
alter table proj.checkpoint add primary key (tenant, projection, build, shard);
alter table proj.checkpoint add check (shards between 1 and 4096 and shards & (shards - 1) = 0);
alter table proj.checkpoint add check (shard >= 0 and shard < shards);
alter table proj.checkpoint alter column shard drop default;
alter table proj.checkpoint alter column shards drop default;
comment on table proj.checkpoint is
    'How far each build of a projection has come in each shard of each district, and who may bring it further.';
comment on column proj.checkpoint.shard is
    'Which part of the learners: those whose learner_hash lies in this one of so many equal ranges.';
comment on column proj.checkpoint.stopped_at is
    'The event whose row cannot be read at all; error says why. What can be read but not folded parks its learner.';

create table proj.parked (
    tenant int not null,
    projection text not null,
    build int not null,
    learner uuid not null,
    position bigint not null,
    error text not null,
    parked_at timestamptz not null default clock_timestamp(),
    primary key (tenant, projection, build, learner)
);
select waymark.protect('proj.parked', 'select, insert, update, delete');
comment on table proj.parked is
    'Learners whose events cannot be folded: their rows are as they were before that position, all others go on.';

alter table proj.registry add column loaded_at timestamptz;
update proj.registry set loaded_at = made_at;
comment on column proj.registry.loaded_at is
    'When its tables got their keys and their fence; while null they are bare and can only be loaded into.';

-- Divides a district into shards for a build, once: whoever comes second finds them.
create function proj.begin_district(p_tenant int, p_projection text, p_build int, p_shards int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform from proj.registry r where r.projection = p_projection and r.build = p_build for update;
    if not found then
        raise exception 'projection % has no build %', p_projection, p_build using errcode = 'WM404';
    end if;
    if not exists (select from proj.checkpoint c
                   where c.tenant = p_tenant and c.projection = p_projection and c.build = p_build) then
        insert into proj.checkpoint (tenant, projection, build, shard, shards)
            select p_tenant, p_projection, p_build, n, p_shards from generate_series(0, p_shards - 1) n;
    end if;
end $$;
comment on function proj.begin_district(int, text, int, int) is
    'Divides a district into shards for a build, unless it is divided already.';

-- Makes the empty tables of a new build and answers its number. They have no key and no fence yet, since COPY cannot
-- write to a table under row-level security; the application may insert into them and cannot read them.
create or replace function proj.begin_build(p_projection text, p_version int) returns int
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
    execute format('create table proj.%I (like proj.state_template including all excluding indexes)',
                   p_projection || '_state_b' || v_build);
    execute format('grant insert on proj.%I to waymark_app', p_projection || '_state_b' || v_build);
    foreach v_table in array v_tables loop
        execute format('create table proj.%I (like proj.%I including all excluding indexes)',
                       v_table || '_b' || v_build, v_table || '_template');
        execute format('grant insert on proj.%I to waymark_app', v_table || '_b' || v_build);
    end loop;
    return v_build;
end $$;

-- Gives the tables of a build their keys, their statistics and their fence. Doing it again changes nothing.
create function proj.finish_load(p_projection text, p_build int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_table text;
    v_template text;
    v_name text;
    v_index record;
begin
    perform from proj.registry r where r.projection = p_projection and r.build = p_build and r.loaded_at is null for update;
    if not found then return; end if;
    foreach v_template in array (select p.tables || 'state'::text from proj.projection p where p.projection = p_projection) loop
        v_table := case v_template when 'state' then p_projection || '_state' else v_template end || '_b' || p_build;
        for v_index in
            select i.indexrelid, i.indisprimary, pg_get_indexdef(i.indexrelid) as definition,
                   (select string_agg(quote_ident(a.attname), ', ' order by k.n)
                      from unnest(i.indkey::int[]) with ordinality k(attnum, n)
                      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum) as columns
              from pg_index i where i.indrelid = format('proj.%I', v_template || '_template')::regclass
             order by i.indisprimary desc, i.indexrelid loop
            if v_index.indisprimary then
                execute format('alter table proj.%I add primary key (%s)', v_table, v_index.columns);
            else
                execute format('create index on proj.%I (%s)', v_table, v_index.columns);
            end if;
        end loop;
        execute format('analyze proj.%I', v_table);
        perform waymark.protect(format('proj.%I', v_table)::regclass, 'select, insert, update, delete');
        if v_template <> 'state' then execute format('grant select on proj.%I to waymark_analyst', v_table); end if;
    end loop;
    update proj.registry r set loaded_at = clock_timestamp() where r.projection = p_projection and r.build = p_build;
end $$;
comment on function proj.finish_load(text, int) is
    'Gives the tables of a build, once loaded, their keys, their statistics and their fence.';

-- Makes a build the one that the views show, once it is as far as the live one in every district, and parks no learner
-- that the live one shows further. The build that was live is retired: it stays as it was until it is dropped, and can be
-- promoted again once it was brought up to date.
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
end $$;

create or replace function proj.drop_build(p_projection text, p_build int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_table text;
begin
    perform from proj.projection p where p.projection = p_projection for update;
    delete from proj.registry r where r.projection = p_projection and r.build = p_build and r.state <> 'live';
    if not found then
        raise exception 'projection % has no build % to drop', p_projection, p_build using errcode = 'WM404';
    end if;
    delete from proj.checkpoint c where c.projection = p_projection and c.build = p_build;
    delete from proj.parked k where k.projection = p_projection and k.build = p_build;
    foreach v_table in array (select p.tables || (p_projection || '_state') from proj.projection p
                              where p.projection = p_projection) loop
        execute format('drop table proj.%I', v_table || '_b' || p_build);
    end loop;
end $$;

revoke all on function proj.begin_district, proj.finish_load from public;
grant execute on function proj.begin_district, proj.finish_load to waymark_app;

reset role;
