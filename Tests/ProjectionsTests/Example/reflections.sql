set role waymark_owner;

create table proj.reflections_template (
    tenant int not null,
    learner uuid not null,
    evidence bigint not null,
    shown_at timestamptz not null,
    explained_by bigint[] not null,
    primary key (tenant, learner, evidence)
);
select waymark.protect('proj.reflections_template');
comment on table proj.reflections_template is 'What learners wrote about their own learning: each reflection.';

insert into proj.projection (projection, tables) values ('reflections', array['reflections']);
select proj.promote('reflections', proj.begin_build('reflections', 1));

reset role;
