-- Followers know of each other, so that each takes its part of the districts.

set role waymark_owner;

-- Written every second and worth nothing after a crash: not part of what is flushed to disk.
create unlogged table proj.follower (
    owner uuid primary key,
    present_until timestamptz not null
);
comment on table proj.follower is
    'The followers at work, by the same ids as in proj.checkpoint. It spreads the work; what guards the rows is the lease.';
grant select, insert, update, delete on proj.follower to waymark_app;

reset role;
