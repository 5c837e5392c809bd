-- What gateways and our own endpoint reported and detection has not looked at yet; written with the report
-- itself, removed with what detection made of it.
create table detection_inbox (
  id bigint generated always as identity primary key,
  -- Null when nobody proved to be a gateway: our own endpoint speaks of an address or a name.
  gateway text,
  topic_id text not null default 'device/main//',
  -- 'event' of channel e; 'storm': events of channel e that were too many to keep, counted in the body;
  -- 'state', 'state-cleared', 'state-doubted' of channel a; 'own': seen by ourselves, `type` is the catalogue's.
  kind text not null
    check (kind in ('event', 'storm', 'state', 'state-cleared', 'state-doubted', 'own')),
  type text not null,
  -- Severity of an alarm as the gateway states it; '' for all else.
  severity text not null default '',
  text text not null default '',
  body jsonb not null default 'null',
  source_time timestamp (3) with time zone,
  received_at timestamp (3) with time zone not null,
  historical boolean not null default false
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
--> statement-breakpoint
-- Security events: a row per gateway, type and key within its window, however many records told of it.
create table security_event (
  id bigint generated always as identity primary key,
  revision integer not null default 1,
  type text not null,
  kind text not null check (kind in ('state', 'moment')),
  severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
  response text not null check (response in ('none', 'review', 'act')),
  gateway text,
  drive text,
  -- Where it stood when it was last seen; null for what has no place in the plant file.
  site text,
  zone text,
  key text not null,
  source text not null,
  text text not null,
  fields jsonb not null,
  -- At most three raw records.
  samples jsonb not null,
  -- Values counted apart where the catalogue says so, as far as they are kept.
  seen_values text[],
  count integer not null,
  first_seen_at timestamp (3) with time zone not null,
  last_seen_at timestamp (3) with time zone not null,
  source_time timestamp (3) with time zone,
  -- Every record of it had been stored on its way: it is history, not news.
  historical boolean not null,
  -- Entity and name of the state of channel a that it tells of; its end ends it.
  origin text,
  -- Until when records join it; null for a state, which takes them until it ends.
  joins_until timestamp (3) with time zone,
  -- When it is over if nothing more is heard: a state ends, the alarm of a moment returns to normal.
  quiet_at timestamp (3) with time zone,
  cleared_at timestamp (3) with time zone,
  -- Person who ended it; null when it ended by itself.
  cleared_by text,
  alarm bigint,
  incident bigint,
  reviewed_by text,
  reviewed_at timestamp (3) with time zone,
  review_note text
);
--> statement-breakpoint
create index security_event_joins on security_event (coalesce(gateway, ''), type, key, last_seen_at desc);
--> statement-breakpoint
-- What happened at a gateway lately, for rules that look back.
create index security_event_lately on security_event (gateway, type, last_seen_at desc);
--> statement-breakpoint
create index security_event_origin on security_event (gateway, origin)
  where origin is not null and cleared_at is null;
--> statement-breakpoint
create index security_event_quiet on security_event (quiet_at) where quiet_at is not null;
--> statement-breakpoint
create index security_event_ongoing on security_event (type, gateway)
  where cleared_at is null and (kind = 'state' or quiet_at is not null);
--> statement-breakpoint
create index security_event_to_review on security_event (zone)
  where response = 'review' and reviewed_at is null;
--> statement-breakpoint
create index security_event_recent on security_event (last_seen_at desc, id desc);
--> statement-breakpoint
create index security_event_zone on security_event (zone, last_seen_at desc, id desc);
--> statement-breakpoint
create index security_event_gateway on security_event (gateway, last_seen_at desc, id desc);
--> statement-breakpoint
create index security_event_incident on security_event (incident) where incident is not null;
--> statement-breakpoint
-- Tokens with which a gateway posts its log records over HTTPS; only their SHA-256 is kept.
create table ingest_token (
  id bigint generated always as identity primary key,
  gateway text not null,
  name text not null,
  hash bytea not null unique,
  created_at timestamp (3) with time zone not null,
  created_by text not null,
  last_used_at timestamp (3) with time zone,
  revoked_at timestamp (3) with time zone,
  revoked_by text
);
--> statement-breakpoint
create index ingest_token_gateway on ingest_token (gateway);
