-- The history of continua: how each competency of each learner stood from some point on, by when things were known and by
-- when they happened. How it stood at a time is its newest row that starts no later: one look in the primary key.
--
-- A row is a row of proj.continuum_template and where it starts. A column more there is a column more here, in the same
-- migration.

set role waymark_owner;

create table proj.continuum_history_known_template (
    like proj.continuum_template,
    known_from bigint not null,
    stands boolean not null,
    primary key (tenant, learner, competency, known_from)
);
create table proj.continuum_history_happened_template (
    like proj.continuum_template,
    happened_from timestamptz not null,
    position bigint not null,
    primary key (tenant, learner, competency, happened_from, position)
);
select waymark.protect('proj.continuum_history_known_template');
select waymark.protect('proj.continuum_history_happened_template');

comment on table proj.continuum_history_known_template is
    'How a competency of a learner stood by what the log knew from a position on.';
comment on column proj.continuum_history_known_template.stands is
    'False where a correction took all that there was of the competency.';
comment on table proj.continuum_history_happened_template is
    'How a competency of a learner stood from a moment on, by all that is known now.';
comment on column proj.continuum_history_happened_template.position is
    'The position of the event at this moment: several may have happened at once.';

insert into proj.projection (projection, tables) values
    ('continuum_history', array['continuum_history_known', 'continuum_history_happened']);
-- A fresh database has the tables of today's fold at once. One with districts gets them by `waymark rebuild`, which loads
-- what following would take event by event: until then its tables are those of no fold, version 1, and stay empty.
select proj.promote('continuum_history', proj.begin_build('continuum_history',
    case when exists (select from log.tenant) or exists (select from log.arrival) then 1 else 2 end));

reset role;
