-- Runs of playbooks: where each stands, and how it came to that. `state` holds what belongs to the run as a
-- whole; its steps are rows of their own, all of them from the start.
create table run (
  id bigint generated always as identity primary key,
  state jsonb not null,
  -- As lists and banners show it; follows from the run and its steps.
  view jsonb not null,
  playbook text not null generated always as (state -> 'facts' ->> 'playbook') stored,
  mode text not null generated always as (state -> 'facts' ->> 'mode') stored,
  status text not null generated always as (state ->> 'status') stored,
  is_open boolean not null generated always as ((state ->> 'endedAt') is null) stored,
  -- A run that is paused or being cancelled begins no step.
  is_held boolean not null generated always as ((state ->> 'hold') <> 'none') stored,
  site text generated always as (state -> 'facts' ->> 'site') stored,
  zone text generated always as (state -> 'facts' ->> 'zone') stored,
  incident bigint generated always as ((state -> 'facts' ->> 'incident')::bigint) stored,
  gateway text generated always as (state -> 'facts' ->> 'gateway') stored
);
--> statement-breakpoint
create index run_open on run (id desc) where is_open;
--> statement-breakpoint
create index run_playbook on run (playbook, mode, id desc);
--> statement-breakpoint
create index run_incident on run (incident, id desc) where incident is not null;
--> statement-breakpoint
create index run_gateway on run (gateway, id desc) where gateway is not null;
--> statement-breakpoint
create index run_zone on run (zone, id desc);
--> statement-breakpoint
-- Each attempt and iteration of a step. A row that is `ready` is work for whoever executes steps, a row with a
-- `due_ms` is a timer: both outlive the process.
create table run_step (
  run bigint not null references run (id),
  number integer not null check (number > 0),
  state jsonb not null,
  status text not null generated always as (state ->> 'status') stored,
  step text not null generated always as (state ->> 'step') stored,
  due_ms bigint generated always as ((state ->> 'dueAt')::bigint) stored,
  -- Who executes it, and until when that counts without another sign of life.
  worker text,
  lease_ms bigint,
  primary key (run, number)
);
--> statement-breakpoint
create index run_step_ready on run_step (run, number) where status = 'ready';
--> statement-breakpoint
create index run_step_due on run_step (due_ms) where due_ms is not null;
--> statement-breakpoint
create index run_step_lease on run_step (lease_ms) where lease_ms is not null;
--> statement-breakpoint
-- The history of each run, numbered from 1 without gaps, and only ever appended to.
create table run_entry (
  run bigint not null references run (id),
  number integer not null check (number > 0),
  at timestamp (3) with time zone not null,
  by_person text,
  kind text not null,
  run_step integer,
  text text not null,
  primary key (run, number)
);
--> statement-breakpoint
create function run_entry_follows() returns trigger
language plpgsql as $function$
begin
  if new.number > 1 and not exists (
    select from run_entry where run = new.run and number = new.number - 1
  ) then
    raise exception 'entry % of run % has none before it', new.number, new.run
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$function$;
--> statement-breakpoint
create trigger run_entry_follows before insert on run_entry
  for each row execute function run_entry_follows();
--> statement-breakpoint
create function run_entry_stays() returns trigger
language plpgsql as $function$
begin
  raise exception 'the history of a run is only ever appended to' using errcode = 'insufficient_privilege';
end
$function$;
--> statement-breakpoint
create trigger run_entry_stays before update or delete or truncate on run_entry
  for each statement execute function run_entry_stays();
--> statement-breakpoint
-- Consent that was asked for a step, bound to what was shown; used at most once, by the step's beginning.
create table run_approval (
  id bigint generated always as identity primary key,
  run bigint not null,
  run_step integer not null,
  -- Which asking of this step it is: what changes is asked anew.
  asked integer not null,
  roles text[] not null,
  needed integer not null check (needed > 0),
  binds_to text not null,
  asked_at timestamp (3) with time zone not null,
  expires_at timestamp (3) with time zone not null,
  state text not null default 'open'
    check (state in ('open', 'given', 'consumed', 'refused', 'voided', 'expired')),
  closed_at timestamp (3) with time zone,
  unique (run, run_step, asked),
  foreign key (run, run_step) references run_step (run, number)
);
--> statement-breakpoint
-- One approval of a step is open or given at a time.
create unique index run_approval_live on run_approval (run, run_step) where state in ('open', 'given');
--> statement-breakpoint
-- Who said what to it; everybody once.
create table run_approval_vote (
  approval bigint not null references run_approval (id),
  person text not null,
  is_consent boolean not null,
  at timestamp (3) with time zone not null,
  -- When the password was last entered before it.
  authenticated_at timestamp (3) with time zone not null,
  reason text not null,
  -- Drives that were named one by one.
  named text[] not null,
  primary key (approval, person)
);
--> statement-breakpoint
-- Equipment that a run acts upon: no other run does until it is over and nothing of it is unknown.
create table run_asset_lock (
  asset text primary key,
  run bigint not null references run (id),
  since timestamp (3) with time zone not null
);
--> statement-breakpoint
create index run_asset_lock_run on run_asset_lock (run);
--> statement-breakpoint
do $do$
begin
  if to_regrole('zonewatch_app') is not null then
    revoke update, delete, truncate on run_entry from zonewatch_app;
    revoke update, delete, truncate on run_approval_vote from zonewatch_app;
    revoke delete, truncate on run, run_step, run_approval from zonewatch_app;
  end if;
end
$do$;
