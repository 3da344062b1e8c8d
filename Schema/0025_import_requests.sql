-- Imports that the service was asked for: they outlive the connection over which they came, one of a district at a time,
-- and say how far they are.

set role waymark_owner;

create table ref.import_request (
    tenant int not null,
    run uuid not null,
    format text not null check (format in ('oneroster', 'case', 'events')),
    source text not null check (length(source) between 1 and 200),
    is_dry_run boolean not null,
    requested_by text not null,
    requested_at timestamptz not null default clock_timestamp(),
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'stopped')),
    seen_at timestamptz not null default clock_timestamp(),
    started_at timestamptz,
    finished_at timestamptz,
    progress jsonb,
    report jsonb,
    error text,
    problems jsonb,
    primary key (tenant, run),
    check ((state in ('done', 'failed', 'stopped')) = (finished_at is not null))
);
create index import_request_by_time on ref.import_request (tenant, requested_at);
comment on table ref.import_request is
    'What the service was asked to import. The row of ref.import_run with the same run says what was done.';
comment on column ref.import_request.seen_at is
    'When the process that has the file last said that it lives; where that is long ago, the import was cut off.';

select waymark.protect('ref.import_request', 'select, insert, update, delete');

reset role;
