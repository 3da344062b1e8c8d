-- Requests that a transcript be sent, and their answers (kinds 29 and 30).

set role waymark_owner;

-- Both are rare, so that this index costs an append nothing; the registrar's desk finds by it what is open.
create index event_of_transcript_request on log.event (tenant, learner) where kind in (29, 30);

reset role;
