-- What a district says around its transcripts: versions beside each other, the newest holds.

set role waymark_owner;

create table ref.transcript_settings (
    tenant int not null,
    version int not null check (version > 0),
    imported_at timestamptz not null default clock_timestamp(),
    digest bytea not null check (octet_length(digest) = 32),
    document text not null,
    primary key (tenant, version)
);
comment on table ref.transcript_settings is
    'What counts toward which credit area, what an entry means, how schools describe themselves. Without any, the areas are the topmost items of the frameworks.';
comment on column ref.transcript_settings.digest is 'SHA-256 of document: the same again is no new version.';
comment on column ref.transcript_settings.document is 'The settings as JSON (Docs/formats/transcript-settings.md), codes and names resolved to ids.';
select waymark.protect('ref.transcript_settings', 'select, insert, update, delete');
grant select on ref.transcript_settings to waymark_analyst;

create view analytics.credit_areas with (security_invoker = true) as
select s.tenant, s.version, a.place::int as place, a.area ->> 'name' as name, i.item::uuid as item
  from ref.transcript_settings s
 cross join lateral jsonb_array_elements(s.document::jsonb -> 'areas') with ordinality a(area, place)
 cross join lateral jsonb_array_elements_text(a.area -> 'items') i(item);
comment on view analytics.credit_areas is 'What counts toward which credit area of the transcripts, in each version of the settings.';
comment on column analytics.credit_areas.tenant is 'Number of the district.';
comment on column analytics.credit_areas.version is 'The version; the newest holds.';
comment on column analytics.credit_areas.place is 'Where a transcript shows the area, from 1.';
comment on column analytics.credit_areas.name is 'The area''s name.';
comment on column analytics.credit_areas.item is 'A competency, or an item of a framework with all that is below it.';
grant select on analytics.credit_areas to waymark_app, waymark_analyst;

reset role;
