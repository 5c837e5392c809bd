-- Alarms: what they are known by, their occurrences, and what happened to them. The empty text stands for "none"
-- in names and places, so that they can be compared and indexed.

-- One row per definition and place, made when it is first active; what withholds its annunciation is of it and
-- not of an occurrence, so that it outlives any number of them.
create table alarm_point (
  id bigint generated always as identity primary key,
  definition text not null,
  gateway text not null,
  drive text not null,
  key text not null,
  site text not null,
  zone text not null,
  -- Its newest occurrence.
  occurrence bigint,
  shelving text not null default 'none' check (shelving in ('none', 'timed', 'one-shot')),
  -- Who shelved, suppressed or took it out of service, when, and in their own words; null when nobody did.
  shelf jsonb,
  suppression jsonb,
  out_of_service jsonb,
  -- What somebody asked for that a second person has to ask for as well.
  shelf_asked jsonb,
  -- Occurrence of the cause that explains it, since when, and when it is judged anew after the cause has gone.
  held_by bigint,
  held_at timestamp (3) with time zone,
  release_at timestamp (3) with time zone,
  -- Milliseconds of its last activations, oldest first: as many as decide about chattering.
  recent bigint[] not null default '{}',
  -- When something is to be done about it by itself: a shelf or an asking that ends, a release, a re-alarm.
  due_at timestamp (3) with time zone,
  constraint alarm_point_name unique (definition, gateway, drive, key)
);
--> statement-breakpoint
create index alarm_point_due on alarm_point (due_at) where due_at is not null;
--> statement-breakpoint
create index alarm_point_gateway on alarm_point (gateway, definition);
--> statement-breakpoint
create index alarm_point_held on alarm_point (held_by) where held_by is not null;
--> statement-breakpoint
create sequence alarm_occurrence_number as bigint;
--> statement-breakpoint
-- One row per activation, with the flags its state is derived from. `withheld` repeats the strongest of what its
-- point says while it is the newest one of it.
create table alarm_occurrence (
  id bigint primary key,
  point bigint not null references alarm_point (id),
  revision integer not null,
  definition text not null,
  version integer not null,
  title text not null,
  kind text not null check (kind in ('process', 'security', 'system')),
  priority smallint not null check (priority between 1 and 4),
  gateway text not null,
  drive text not null,
  key text not null,
  site text not null,
  zone text not null,
  text text not null,
  facts jsonb not null,
  value double precision,
  limit_value double precision,
  unit text,
  active boolean not null,
  acked boolean not null,
  confirmed boolean not null,
  latched boolean not null,
  withheld text not null check (withheld in ('no', 'shelved', 'suppressed', 'out-of-service')),
  chattering boolean not null,
  first_out text not null check (first_out in ('first', 'candidate', 'no')),
  count integer not null,
  raised_at timestamp (3) with time zone not null,
  -- As the device says; its clock minus ours, and how far that may be off, in ms.
  source_time timestamp (3) with time zone,
  clock_offset_ms double precision,
  clock_uncertainty_ms double precision,
  unknown_since timestamp (3) with time zone,
  returned_at timestamp (3) with time zone,
  acknowledgement jsonb,
  confirmation jsonb,
  resetting jsonb,
  cause bigint,
  incident bigint,
  event bigint,
  closed_at timestamp (3) with time zone,
  -- Where it is counted and listed, in the list's own order; 0 is nowhere (domain/alarms/buckets.ts).
  bucket smallint not null generated always as (
    case
      when withheld = 'out-of-service' then 6
      when withheld = 'suppressed' then 5
      when withheld = 'shelved' then 4
      when closed_at is not null then 0
      when (active or latched) and not acked then 1
      when active or latched then 2
      else 3
    end) stored
);
--> statement-breakpoint
create index alarm_occurrence_listed on alarm_occurrence (zone, bucket, priority, raised_at desc, id desc)
  where bucket > 0;
--> statement-breakpoint
create index alarm_occurrence_recent on alarm_occurrence (raised_at desc, id desc);
--> statement-breakpoint
create index alarm_occurrence_zone on alarm_occurrence (zone, raised_at desc, id desc);
--> statement-breakpoint
create index alarm_occurrence_point on alarm_occurrence (point, id desc);
--> statement-breakpoint
create index alarm_occurrence_event on alarm_occurrence (event) where event is not null;
--> statement-breakpoint
create index alarm_occurrence_place on alarm_occurrence (gateway, drive) where bucket > 0;
--> statement-breakpoint
-- What happened to alarms, by machine or person. Appended, never changed.
create table alarm_journal (
  id bigint generated always as identity primary key,
  at timestamp (3) with time zone not null,
  occurrence bigint not null,
  what text not null,
  -- State after it.
  state text not null,
  definition text not null,
  priority smallint not null,
  gateway text not null,
  drive text not null,
  site text not null,
  zone text not null,
  -- Person; null for the program itself.
  by text,
  note text not null,
  source_time timestamp (3) with time zone
);
--> statement-breakpoint
create index alarm_journal_occurrence on alarm_journal (occurrence, id);
--> statement-breakpoint
create index alarm_journal_zone on alarm_journal (zone, id desc);
--> statement-breakpoint
create index alarm_journal_at on alarm_journal (at);
--> statement-breakpoint
-- What sounded: the only thing that rates and floods are counted by.
create table alarm_annunciation (
  id bigint generated always as identity primary key,
  occurrence bigint not null,
  -- What came late stands where it belongs by the device's clock, and counts towards no flood of today.
  at timestamp (3) with time zone not null,
  priority smallint not null,
  definition text not null,
  zone text not null,
  -- Operator positions that it sounded at.
  positions text[] not null
);
--> statement-breakpoint
create index alarm_annunciation_at on alarm_annunciation (at);
--> statement-breakpoint
-- Listed alarms per zone, counted in the transaction that changes one (domain/alarms/buckets.ts).
create table alarm_count (
  zone text primary key,
  site text not null,
  cells integer[] not null
);
--> statement-breakpoint
create table alarm_flood (
  position text primary key,
  is_flood boolean not null,
  since timestamp (3) with time zone not null,
  annunciations integer not null
);
