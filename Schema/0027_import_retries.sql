-- Imports that go on: those that a restart of the service cut off, and those that are asked for again by the same key.

set role waymark_owner;

alter table ref.import_request
    add column asked jsonb,
    add column request_key text check (length(request_key) between 1 and 300),
    add column digest bytea check (length(digest) = 32);
create unique index import_request_by_key on ref.import_request (tenant, request_key) where request_key is not null;
comment on column ref.import_request.asked is
    'What is to be done with the file, so that whoever has it can do so after a restart.';
comment on column ref.import_request.request_key is
    'Who asked and by which Idempotency-Key: the same again is this import.';
comment on column ref.import_request.digest is 'SHA-256 over what was asked for and the file: the same again has the same.';

reset role;
