-- A row of the history for both clocks: where a learner's events come in the order of time, how a competency stood from when
-- it was known is how it stood from when it happened, and one row says both.

set role waymark_owner;

alter table proj.continuum_history_known_template add column happened_from timestamptz;
comment on table proj.continuum_history_known_template is
    'How a competency of a learner stood by what the log knew from a position on; and, where happened_from says so, by all '
    'that is known now from that moment on.';
comment on column proj.continuum_history_known_template.happened_from is
    'From when on it stood so, too, by all that is known now; null where something recorded late, or a correction, has it '
    'stand otherwise: then continuum_history_happened says how.';
comment on table proj.continuum_history_happened_template is
    'How a competency of a learner stood from a moment on, by all that is known now, where continuum_history_known does not say so.';

-- A fresh database has the tables of today's fold at once; one with districts gets them by `waymark rebuild`, and has the
-- answer from the log until then.
do $$
declare v_live text := 'continuum_history_known_b' || (select r.build from proj.registry r
                                                          where r.projection = 'continuum_history' and r.state = 'live');
begin
    if exists (select from log.tenant) or exists (select from log.arrival) then return; end if;
    execute format('alter table proj.%I add column happened_from timestamptz', v_live);
    execute format('create or replace view proj.continuum_history_known with (security_invoker = true) as
                        select * from proj.%I', v_live);
    update proj.registry r set version = 3 where r.projection = 'continuum_history' and r.state = 'live';
    perform proj.show_states('continuum_history');
end $$;

-- A state grows beyond what a row may be without being compressed, and is written with every batch: pglz took a twelfth of the
-- server's time while the history caught up. Where the server was built without lz4, that stays so.
do $$
declare v_table regclass;
begin
    for v_table in
        select 'proj.state_template'::regclass
        union all
        select format('proj.%I', r.projection || '_state_b' || r.build)::regclass from proj.registry r
    loop
        execute format('alter table %s alter column state set compression lz4', v_table);
    end loop;
exception when feature_not_supported then null;
end $$;

reset role;
