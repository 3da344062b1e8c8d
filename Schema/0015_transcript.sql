-- Credit areas by configuration: what of a district's frameworks counts toward which area of its transcripts.

set role waymark_owner;

create table ref.credit_area_version (
    tenant int not null,
    version int not null check (version > 0),
    digest bytea not null check (octet_length(digest) = 32),
    imported_at timestamptz not null default clock_timestamp(),
    primary key (tenant, version)
);
comment on table ref.credit_area_version is
    'The versions of a district''s credit areas; the newest holds. A district without any has the topmost items of its frameworks.';
create table ref.credit_area (
    tenant int not null,
    version int not null,
    place int not null,
    name text not null,
    primary key (tenant, version, place),
    unique (tenant, version, name),
    foreign key (tenant, version) references ref.credit_area_version on delete cascade
);
comment on table ref.credit_area is 'The areas of a version, in the order in which a transcript shows them.';
create table ref.credit_area_item (
    tenant int not null,
    version int not null,
    place int not null,
    item uuid not null,
    primary key (tenant, version, place, item),
    foreign key (tenant, version, place) references ref.credit_area on delete cascade
);
comment on table ref.credit_area_item is
    'What counts toward an area: a competency, or an item of a framework with all that is below it.';

do $$
declare name text;
begin
    foreach name in array array['credit_area_version', 'credit_area', 'credit_area_item'] loop
        perform waymark.protect(format('ref.%I', name)::regclass, 'select, insert');
        execute format('grant select on ref.%I to waymark_analyst', name);
    end loop;
end $$;

create view analytics.credit_areas with (security_invoker = true) as
select a.tenant, a.version, a.place, a.name, i.item
  from ref.credit_area a
  join ref.credit_area_item i on i.tenant = a.tenant and i.version = a.version and i.place = a.place;
comment on view analytics.credit_areas is 'What counts toward which credit area of the transcripts, in each version.';
comment on column analytics.credit_areas.tenant is 'Number of the district.';
comment on column analytics.credit_areas.version is 'The version; the newest holds.';
comment on column analytics.credit_areas.place is 'Where a transcript shows the area, from 1.';
comment on column analytics.credit_areas.name is 'The area''s name.';
comment on column analytics.credit_areas.item is 'A competency, or an item of a framework with all that is below it.';
grant select on analytics.credit_areas to waymark_app, waymark_analyst;

reset role;
