-- A follower that holds a district whole moves one row a projection, and not one for each of its shards.

set role waymark_owner;

create table proj.followed (
    tenant int not null,
    projection text not null,
    build int not null,
    position bigint not null,
    epoch bigint not null default 1,
    moved_at timestamptz not null default clock_timestamp(),
    primary key (tenant, projection, build)
) with (fillfactor = 50);
select waymark.protect('proj.followed', 'select, insert, update');
comment on table proj.followed is
    'Where a follower that holds all shards of a build in a district has brought them: each stands here, or further.';
comment on column proj.followed.epoch is
    'Grows with each worker that takes over a shard: the follower that held it cannot write any more.';

-- Whoever takes over a shard ends the right of the follower that held it, and finds it where that left it.
create function proj.take_over() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_position bigint;
begin
    update proj.followed f set epoch = f.epoch + 1
     where f.tenant = new.tenant and f.projection = new.projection and f.build = new.build
    returning f.position into v_position;
    new.position := greatest(new.position, v_position);
    return new;
end $$;
revoke all on function proj.take_over() from public;
create trigger take_over before update of epoch on proj.checkpoint
    for each row when (new.epoch > old.epoch) execute function proj.take_over();

create view proj.standing with (security_invoker = true) as
    select c.tenant, c.projection, c.build, c.shard, c.shards, greatest(c.position, f.position) as position,
           c.epoch, c.owner, c.lease_until, c.stopped_at, c.error, greatest(c.updated_at, f.moved_at) as updated_at
      from proj.checkpoint c
      left join proj.followed f on f.tenant = c.tenant and f.projection = c.projection and f.build = c.build;
grant select on proj.standing to waymark_app;
comment on view proj.standing is 'How far each shard has come, by whoever brought it there.';

-- As in 0020, but that a shard stands where its follower has brought it.
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
    perform from proj.followed f where f.projection = p_projection and f.build in (v_live, p_build)
        order by f.tenant, f.projection, f.build for update;
    -- Two builds may be divided differently: a range of one lies within ranges of the other.
    select l.tenant into v_behind
      from proj.standing l
     where l.projection = p_projection and l.build = v_live and l.position > 0
       and l.position > coalesce((select min(n.position) from proj.standing n
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

-- As in 0009, and what is followed goes too.
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
    delete from proj.followed f where f.projection = p_projection and f.build = p_build;
    delete from proj.parked k where k.projection = p_projection and k.build = p_build;
    foreach v_table in array (select p.tables || (p_projection || '_state') from proj.projection p
                              where p.projection = p_projection) loop
        execute format('drop table proj.%I', v_table || '_b' || p_build);
    end loop;
end $$;

reset role;
