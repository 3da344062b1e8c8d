-- Reactors: what is done outside when something was recorded, once for each event in effect, and never by a rebuild.

set role waymark_owner;

create table proj.reactor (
    tenant int not null,
    reactor text not null check (reactor ~ '^[a-z][a-z0-9_-]{0,62}$'),
    position bigint not null check (position >= 0),
    epoch bigint not null default 0,
    owner uuid,
    lease_until timestamptz not null default '-infinity',
    updated_at timestamptz not null default clock_timestamp(),
    primary key (tenant, reactor)
);
comment on table proj.reactor is
    'How far each reactor has read the log: it begins at the newest event of its first day, and never goes back.';
comment on column proj.reactor.position is 'The effects of everything up to here stand in proj.effect.';

create table proj.effect (
    tenant int not null,
    reactor text not null,
    position bigint not null,
    ordinal int not null,
    attempts int not null default 0,
    due_at timestamptz not null default clock_timestamp(),
    done_at timestamptz,
    error text,
    primary key (tenant, reactor, position, ordinal)
);
create index effect_due on proj.effect (tenant, reactor, position, ordinal) where done_at is null;
comment on table proj.effect is
    'What a reactor has to do, and has done. Its key (district, reactor, position, ordinal) is told to whoever does it, so '
    'that what was done twice, after a crash between deed and note, can be told from what is new.';

select waymark.protect('proj.reactor', 'select, insert, update');
select waymark.protect('proj.effect', 'select, insert, update');

reset role;
