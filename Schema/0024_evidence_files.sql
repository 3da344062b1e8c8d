-- Files of evidence, sealed with the key of the learner's words: destroying the key makes them unreadable, in every copy
-- too. The log holds only the digest.

set role waymark_owner;

create table vault.evidence_file (
    tenant int not null,
    learner uuid not null,
    digest bytea not null check (length(digest) = 32),
    kind text not null check (length(kind) between 1 and 100),
    size int not null check (size > 0),
    sealed bytea not null,
    stored_at timestamptz not null default clock_timestamp(),
    primary key (tenant, learner, digest)
);
comment on table vault.evidence_file is
    'Files that people added as evidence, with their names, by AES-256-GCM under a key derived from the learner''s.';
comment on column vault.evidence_file.digest is 'SHA-256 of the file as it came: what the evidence in the log names.';
comment on column vault.evidence_file.size is 'Bytes of the file as it came.';

-- Sealed bytes do not compress.
alter table vault.evidence_file alter column sealed set storage external;

select waymark.protect('vault.evidence_file', 'select, insert, delete');

reset role;
