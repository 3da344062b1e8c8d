-- What imports need: one roster import of a district at a time, enrolment events on their way to the log, and how far
-- a file of learning events has been read.

set role waymark_owner;

create table ref.roster_lock (
    tenant int primary key
);
comment on table ref.roster_lock is 'A row is locked while a roster import of the district runs.';

create table ref.pending_event (
    tenant int not null,
    n bigint not null,
    event_id uuid not null,
    kind smallint not null,
    learner uuid not null,
    school uuid,
    section uuid,
    course uuid,
    occurred_on date not null,
    starts_on date,
    ends_on date,
    about uuid,
    replacement uuid,
    primary key (tenant, n)
);
comment on table ref.pending_event is
    'Enrolment events that a roster import decided together with its reference data, and that are not in the log yet. '
    'They go in the order of n; a row leaves in the transaction that appends its event.';

create table ref.event_file (
    tenant int not null,
    source text not null,
    bytes bigint not null,
    lines bigint not null,
    digest bytea not null,
    reject_bytes bigint not null,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (tenant, source)
);
comment on table ref.event_file is
    'How far a file of learning events was read: every line before that byte was appended or rejected.';
comment on column ref.event_file.digest is 'SHA-256 of those bytes, which tells a file that was changed or replaced.';

do $$
declare name text;
begin
    foreach name in array array['roster_lock', 'pending_event', 'event_file'] loop
        perform waymark.protect(format('ref.%I', name)::regclass, 'select, insert, update, delete');
    end loop;
end $$;

-- A UUID of version 7 (RFC 9562, 5.7): ordered by time, so that indexes grow at one end.
create function ref.uuid_v7() returns uuid
language sql volatile parallel safe set search_path = pg_catalog, pg_temp as $$
    select encode(set_byte(b.bytes, 6, get_byte(b.bytes, 6) | 48), 'hex')::uuid
      from (select overlay(uuid_send(gen_random_uuid())
                placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                from 1 for 6) as bytes) b
$$;
revoke all on function ref.uuid_v7() from public;
grant execute on function ref.uuid_v7() to waymark_app;

reset role;
