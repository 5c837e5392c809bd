-- Incidents: what is true of each now, and how it came to that. `status` is the sum of the entries, kept beside
-- them; every other column that says something about the incident is taken from it by the database itself.
create table incident (
  id bigint generated always as identity primary key,
  status jsonb not null,
  -- What tells it from others of its rule; null when a person opened it.
  group_key text,
  -- When the newest signal came that feeds it.
  last_signal_ms bigint,
  rule text generated always as (status ->> 'rule') stored,
  site text generated always as (status ->> 'site') stored,
  zone text generated always as (status ->> 'zone') stored,
  severity smallint not null generated always as ((status ->> 'severity')::smallint) stored,
  is_open boolean not null generated always as ((status ->> 'closedAt') is null) stored,
  assignee text generated always as (status ->> 'assignee') stored,
  claim_until_ms bigint generated always as ((status -> 'claim' ->> 'until')::bigint) stored,
  escalates_ms bigint generated always as ((status ->> 'escalatesAt')::bigint) stored
);
--> statement-breakpoint
create index incident_open on incident (id desc) where is_open;
--> statement-breakpoint
create index incident_group on incident (rule, group_key);
--> statement-breakpoint
create index incident_zone on incident (zone, id desc);
--> statement-breakpoint
create index incident_site on incident (site, id desc);
--> statement-breakpoint
create index incident_assignee on incident (assignee, id desc) where assignee is not null;
--> statement-breakpoint
create index incident_escalates on incident (escalates_ms) where escalates_ms is not null;
--> statement-breakpoint
create index incident_claim on incident (claim_until_ms) where claim_until_ms is not null;
--> statement-breakpoint
-- The history of each incident, numbered from 1 without gaps, and only ever appended to.
create table incident_entry (
  incident bigint not null references incident (id),
  number integer not null check (number > 0),
  at timestamp (3) with time zone not null,
  source_time timestamp (3) with time zone,
  clock_uncertainty_ms double precision,
  by_person text,
  reason text not null,
  what jsonb not null,
  primary key (incident, number)
);
--> statement-breakpoint
create function incident_entry_follows() returns trigger
language plpgsql as $function$
begin
  if new.number > 1 and not exists (
    select from incident_entry where incident = new.incident and number = new.number - 1
  ) then
    raise exception 'entry % of incident % has none before it', new.number, new.incident
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$function$;
--> statement-breakpoint
create trigger incident_entry_follows before insert on incident_entry
  for each row execute function incident_entry_follows();
--> statement-breakpoint
create function incident_entry_stays() returns trigger
language plpgsql as $function$
begin
  raise exception 'the history of an incident is only ever appended to' using errcode = 'insufficient_privilege';
end
$function$;
--> statement-breakpoint
create trigger incident_entry_stays before update or delete or truncate on incident_entry
  for each statement execute function incident_entry_stays();
--> statement-breakpoint
-- What belongs to which incident; each thing once per incident, whoever linked it.
create table incident_link (
  incident bigint not null references incident (id),
  kind text not null check (kind in ('alarm', 'event', 'drive', 'gateway')),
  ref text not null,
  primary key (incident, kind, ref)
);
--> statement-breakpoint
create index incident_link_of on incident_link (kind, ref);
--> statement-breakpoint
-- Signals that opened nothing and may yet belong to what opens next; forgotten after the rule's window.
create table incident_pending (
  rule text not null,
  group_key text not null,
  kind text not null,
  ref bigint not null,
  at_ms bigint not null,
  signal jsonb not null,
  primary key (rule, group_key, kind, ref)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
--> statement-breakpoint
create index incident_pending_at on incident_pending (at_ms);
--> statement-breakpoint
-- Names of the webhooks that are told of incidents; their addresses stand in the settings alone.
create table webhook_target (name text primary key);
--> statement-breakpoint
-- What webhooks are to be told: written with the entry it tells of, and kept as the log of what became of it.
create table webhook_delivery (
  id bigint generated always as identity primary key,
  incident bigint not null references incident (id),
  -- Step of the escalation that it belongs to.
  step integer not null,
  target text not null,
  body jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed', 'withdrawn')),
  attempts integer not null default 0,
  -- When it is tried next; while it is being sent, when that counts as lost.
  due_ms bigint not null,
  created_at timestamp (3) with time zone not null,
  -- When it was last released for sending, and when it was over.
  released_at timestamp (3) with time zone,
  -- Number of the incident's newest entry at that moment: it was released before all that came later.
  released_after integer,
  done_at timestamp (3) with time zone,
  last_status integer,
  last_error text,
  unique (incident, step, target)
);
--> statement-breakpoint
create index webhook_delivery_due on webhook_delivery (due_ms) where state in ('waiting', 'sending');
--> statement-breakpoint
do $do$
begin
  if to_regrole('zonewatch_app') is not null then
    revoke update, delete, truncate on incident_entry from zonewatch_app;
    revoke delete, truncate on incident from zonewatch_app;
  end if;
end
$do$;
