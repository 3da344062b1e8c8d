-- Competency frameworks: each import of a changed framework is a new version beside the old ones.

set role waymark_owner;

create table ref.framework (
    tenant int not null,
    framework uuid not null,
    version bigint not null check (version > 0),
    title text not null,
    publisher text,
    source_uri text,
    adoption_status text,
    case_version text not null,
    digest bytea not null,
    imported_at timestamptz not null default clock_timestamp(),
    document text not null,
    definitions text,
    rubrics text,
    extensions text,
    primary key (tenant, framework, version)
);
comment on column ref.framework.case_version is 'The version of CASE that the package was written in.';
comment on column ref.framework.digest is 'SHA-256 of the imported package in canonical form: the same again is no new version.';
comment on column ref.framework.document is 'The CFDocument, as CASE 1.1 JSON; the columns after it hold the other parts of the package.';

create table ref.competency (
    tenant int not null,
    framework uuid not null,
    version bigint not null,
    competency uuid not null,
    place int not null,
    human_code text,
    statement text not null,
    short_statement text,
    item_type text,
    parent uuid,
    area uuid,
    sequence int,
    replaced_by uuid,
    document text not null,
    primary key (tenant, framework, version, competency)
);
create index competency_by_id on ref.competency (tenant, competency, version);
comment on column ref.competency.place is 'Where the package lists it, from 1.';
comment on column ref.competency.area is 'The topmost item above this one, or itself: its credit area.';
comment on column ref.competency.replaced_by is
    'What took its place in the next version: itself when it lives on; null when nothing did, or none came yet.';
comment on column ref.competency.document is 'The CFItem, as CASE 1.1 JSON.';

create table ref.association (
    tenant int not null,
    framework uuid not null,
    version bigint not null,
    association uuid not null,
    place int not null,
    kind text not null,
    origin text not null,
    destination text not null,
    origin_outside boolean not null,
    destination_outside boolean not null,
    sequence int,
    document text not null,
    primary key (tenant, framework, version, association)
);
create index association_by_origin on ref.association (tenant, framework, version, kind, origin);
create index association_by_destination on ref.association (tenant, framework, version, kind, destination);
comment on column ref.association.kind is 'isChildOf, precedes, exactMatchOf, isRelatedTo… as CASE names them.';

create table ref.level (
    tenant int not null,
    framework uuid not null,
    version bigint not null,
    criterion uuid not null,
    ordinal smallint not null check (ordinal between 1 and 99),
    place int not null,
    competency uuid,
    name text not null,
    description text,
    primary key (tenant, framework, version, criterion, ordinal)
);
create index level_by_competency on ref.level (tenant, framework, version, competency, place);
comment on table ref.level is
    'Levels of the criteria of a framework''s rubrics; competency null: of the framework as a whole. The first criterion by place is the one that holds.';

create table ref.default_level (
    tenant int not null,
    ordinal smallint not null check (ordinal between 1 and 99),
    name text not null,
    description text not null,
    primary key (tenant, ordinal)
);
comment on table ref.default_level is 'The district''s own names of levels, where the framework has none.';

do $$
declare name text;
begin
    foreach name in array array['framework', 'competency', 'association', 'level', 'default_level'] loop
        perform waymark.protect(format('ref.%I', name)::regclass, 'select, insert, update, delete');
    end loop;
end $$;
reset role;
