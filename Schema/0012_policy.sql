-- Policies of mastery as versioned data, and the columns of the continuum from which readiness is computed.

set role waymark_owner;

create table ref.mastery_policy (
    tenant int not null,
    version text not null check (length(version) between 1 and 200),
    in_force_from timestamptz not null,
    pieces int not null check (pieces between 1 and 20),
    tasks int not null check (tasks between 1 and 20),
    settings int not null check (settings between 1 and 20),
    forms int not null check (forms between 1 and 5),
    within_days int check (within_days between 1 and 3660),
    newest_not_below boolean not null,
    second_reading boolean not null,
    set_at timestamptz not null default clock_timestamp(),
    primary key (tenant, version),
    unique (tenant, in_force_from),
    check (in_force_from >= set_at),
    check (version <> 'default-1')
);
comment on table ref.mastery_policy is
    'What a district asks for before people decide on a level. A version never changes and holds from its day on; where none holds yet, default-1 does, which is built in.';
comment on column ref.mastery_policy.version is 'What a mastery cites.';
comment on column ref.mastery_policy.pieces is 'Pieces of evidence at or above the level, at least.';
comment on column ref.mastery_policy.tasks is 'Tasks that they come from, at least.';
comment on column ref.mastery_policy.settings is 'Named contexts, or else days, at least.';
comment on column ref.mastery_policy.forms is 'Forms of evidence, at least.';
comment on column ref.mastery_policy.within_days is 'The newest of them is no older; null where age does not matter.';
comment on column ref.mastery_policy.newest_not_below is 'The newest evidence must not speak to an earlier level.';
comment on column ref.mastery_policy.second_reading is 'Whether a second reader is asked for.';
-- A district that arrives from an archive is emptied before it is filled: only then is anything taken away.
select waymark.protect('ref.mastery_policy', 'select, insert, delete');

create function ref.keep_policy() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'UPDATE' or exists (select from log.tenant t where t.tenant = old.tenant) then
        raise exception 'a policy is never changed or taken away: set another version' using errcode = 'WM405';
    end if;
    return old;
end $$;
revoke all on function ref.keep_policy() from public;
create trigger keep_policy before update or delete on ref.mastery_policy
    for each row execute function ref.keep_policy();
alter table ref.mastery_policy enable always trigger keep_policy;

-- A fresh database has the tables of today's folds at once; one with districts gets them by `waymark rebuild`.
do $$
declare
    v_fresh boolean := not exists (select from log.tenant) and not exists (select from log.arrival);
    v_live text := (select 'continuum_b' || r.build from proj.registry r
                     where r.projection = 'continuum' and r.state = 'live');
    v_table text;
begin
    foreach v_table in array array['continuum_template'] || case when v_fresh then v_live end loop
        continue when v_table is null;
        execute format('alter table proj.%I
            add column decided_by uuid,
            add column decided_at timestamptz,
            add column policy text,
            add column notice_given boolean,
            add column second_reading bigint,
            add column second_reading_level smallint,
            add column review_evidence bigint[] not null,
            add column pieces bytea not null', v_table);
    end loop;
    if v_fresh then
        execute format('create or replace view proj.continuum with (security_invoker = true) as select * from proj.%I',
                       v_live);
        update proj.registry r set version = 2 where r.projection in ('continuum', 'transcript') and r.state = 'live';
    end if;
end $$;
comment on column proj.continuum_template.review_evidence is
    'Positions of the evidence below what is demonstrated that came after the newest decision.';
comment on column proj.continuum_template.pieces is
    'The evidence that readiness is computed from, packed: read it through ContinuumReader.';

-- Who is in a section is asked by the section.
create index access_enrolment_by_section on proj.access_enrolment_template (tenant, section);
do $$
declare v_build int;
begin
    for v_build in select r.build from proj.registry r where r.projection = 'access' and r.loaded_at is not null loop
        execute format('create index on proj.%I (tenant, section)',
                       'access_enrolment_b' || v_build);
    end loop;
end $$;

reset role;
