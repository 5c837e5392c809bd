-- What gateways reported and detection has not looked at yet; written with the report itself, removed with what
-- detection made of it.
create table detection_inbox (
  id bigint generated always as identity primary key,
  gateway text not null,
  topic_id text not null,
  -- 'event', 'state', 'state-cleared'
  kind text not null check (kind in ('event', 'state', 'state-cleared')),
  type text not null,
  -- Severity of an alarm as the gateway states it; '' for events.
  severity text not null default '',
  text text not null default '',
  body jsonb not null default 'null',
  source_time timestamp (3) with time zone,
  received_at timestamp (3) with time zone not null,
  historical boolean not null default false
);
