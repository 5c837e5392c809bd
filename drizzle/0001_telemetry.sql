-- Telemetry, its summaries, and who may do what in this database. Written by hand: the mapper knows no
-- partitions, roles or functions. Times are milliseconds since 1970 UTC; a day is 86400000 of them.

-- One row per drive and source time; a column per signal of the canon, null when it was not measured.
-- Wide columns first, so that no byte goes to alignment.
create table sample (
  source_ms bigint not null,
  received_ms bigint not null,
  energy_kwh double precision,
  operating_hours double precision,
  running_hours double precision,
  power_ups double precision,
  starts double precision,
  status_word bigint,
  control_word bigint,
  alarm_word bigint,
  alarm_word_2 bigint,
  warning_word bigint,
  warning_word_2 bigint,
  fault_code bigint,
  general_status_word bigint,
  output_frequency_hz real,
  motor_speed_rpm real,
  motor_current_a real,
  motor_torque_pct real,
  motor_power_kw real,
  motor_voltage_v real,
  dc_link_v real,
  heatsink_temp_c real,
  control_card_temp_c real,
  motor_thermal_pct real,
  inverter_thermal_pct real,
  key integer not null,
  quality smallint not null,
  historical boolean not null,
  primary key (key, source_ms)
) partition by range (source_ms);
--> statement-breakpoint
-- What no day's partition covers: devices whose clock is years away.
create table sample_default partition of sample default;
--> statement-breakpoint
-- Signals outside the canon, and values of the canon that its columns cannot hold.
create table sample_extra (
  source_ms bigint not null,
  received_ms bigint not null,
  value double precision not null,
  key integer not null,
  name text not null,
  primary key (key, source_ms, name)
) partition by range (source_ms);
--> statement-breakpoint
create table sample_extra_default partition of sample_extra default;
--> statement-breakpoint
-- Summaries per bucket. lo, hi, mean and n have one element per measured signal in the order of the
-- canon (null and 0 when it was not measured); last has one per counter, its newest value in the bucket.
create table rollup_10s (
  bucket_ms bigint not null,
  key integer not null,
  lo real[] not null,
  hi real[] not null,
  mean real[] not null,
  n integer[] not null,
  last double precision[] not null,
  primary key (key, bucket_ms)
) partition by range (bucket_ms);
--> statement-breakpoint
create table rollup_10s_default partition of rollup_10s default;
--> statement-breakpoint
create table rollup_1m (like rollup_10s including all) partition by range (bucket_ms);
--> statement-breakpoint
create table rollup_1m_default partition of rollup_1m default;
--> statement-breakpoint
create table rollup_1h (like rollup_10s including all);
--> statement-breakpoint
create index rollup_1h_bucket on rollup_1h (bucket_ms);
--> statement-breakpoint
-- Minutes with samples that no summary holds yet; written in the samples' own transaction.
create table rollup_dirty (
  minute_ms bigint not null,
  key integer not null,
  primary key (key, minute_ms)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
--> statement-breakpoint
create index rollup_dirty_minute on rollup_dirty (minute_ms);
--> statement-breakpoint
-- Minutes that are being summarised; still here after a crash, and then done again.
create table rollup_claim (
  minute_ms bigint not null,
  key integer not null,
  primary key (key, minute_ms)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
--> statement-breakpoint
create index rollup_claim_minute on rollup_claim (minute_ms);
--> statement-breakpoint
-- Hours with minutes newer than their own summary.
create table rollup_dirty_hour (
  hour_ms bigint not null,
  key integer not null,
  primary key (key, hour_ms)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
--> statement-breakpoint
create index rollup_dirty_hour_hour on rollup_dirty_hour (hour_ms);
--> statement-breakpoint
-- Samples older than the floor are gone or on their way; summaries of that time are never made again,
-- because they would count only what came late.
create table retention_floor (
  id integer primary key default 1 check (id = 1),
  raw_ms bigint not null
);
--> statement-breakpoint
insert into retention_floor (raw_ms) values (-9007199254740991);
--> statement-breakpoint

-- Makes the partition of `parent` that begins at `from_ms`; false when it is there already. Rows that
-- waited in the default partition move into it. Runs as the owner: the program itself changes no schema.
-- Gives up after five seconds when a writer is in the way; the next round does it.
create function ensure_partition(parent text, from_ms bigint, width_ms bigint) returns boolean
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set lock_timeout = '5s'
as $function$
declare
  child text := parent || '_' || to_char(to_timestamp(from_ms / 1000.0) at time zone 'UTC', 'YYYYMMDD');
  rest text := parent || '_default';
  time_column text := case when parent like 'sample%' then 'source_ms' else 'bucket_ms' end;
begin
  if parent not in ('sample', 'sample_extra', 'rollup_10s', 'rollup_1m') then
    raise exception 'no table % is partitioned', parent;
  end if;
  perform pg_advisory_xact_lock(7041002);
  if to_regclass('public.' || quote_ident(child)) is not null then
    return false;
  end if;
  -- No writer may be on its way into the default partition meanwhile: it has chosen that before it waits for
  -- the table, and would then be refused. These are the locks of those who write samples and summaries.
  perform pg_advisory_xact_lock(case when parent like 'sample%' then 7041003 else 7041004 end);
  execute format('lock table only public.%I in share update exclusive mode', parent);
  execute format('lock table public.%I in access exclusive mode', rest);
  execute format('create table public.%I (like public.%I including all)', child, parent);
  execute format(
    'with moved as (delete from public.%I where %I >= $1 and %I < $2 returning *)
     insert into public.%I select * from moved',
    rest, time_column, time_column, child) using from_ms, from_ms + width_ms;
  execute format('alter table public.%I attach partition public.%I for values from (%s) to (%s)',
    parent, child, from_ms, from_ms + width_ms);
  return true;
end
$function$;
--> statement-breakpoint
-- Drops the partitions of `parent` that end at or before `cutoff_ms`; returns how many. Gives up after two
-- seconds when readers are in the way; the next round does it.
create function drop_partitions(parent text, cutoff_ms bigint) returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set lock_timeout = '2s'
as $function$
declare
  child record;
  dropped integer := 0;
begin
  if parent not in ('sample', 'sample_extra', 'rollup_10s', 'rollup_1m') then
    raise exception 'no table % is partitioned', parent;
  end if;
  perform pg_advisory_xact_lock(7041002);
  for child in
    select c.relname,
           substring(pg_get_expr(c.relpartbound, c.oid) from $re$TO \('?(-?\d+)'?\)$re$)::bigint as until_ms
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ('public.' || quote_ident(parent))::regclass
  loop
    if child.until_ms <= cutoff_ms then
      execute format('drop table public.%I', child.relname);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end
$function$;
--> statement-breakpoint

-- The audit log's head only ever goes one step forward.
create function audit_head_step() returns trigger
language plpgsql as $function$
begin
  if new.log_id is distinct from old.log_id or new.next_seq is distinct from old.next_seq + 1 then
    raise exception 'the audit log is only ever appended to' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$function$;
--> statement-breakpoint
create trigger audit_head_forward before update on audit_head
  for each row execute function audit_head_step();
--> statement-breakpoint
create function audit_head_stays() returns trigger
language plpgsql as $function$
begin
  raise exception 'the head of the audit log is never removed' using errcode = 'insufficient_privilege';
end
$function$;
--> statement-breakpoint
create trigger audit_head_stays before delete or truncate on audit_head
  for each statement execute function audit_head_stays();
--> statement-breakpoint
revoke execute on function ensure_partition, drop_partitions from public;
--> statement-breakpoint

-- The role that the running program has. On a server where the owner may make no roles, the program works
-- as the owner, and triggers are what protects the audit log.
do $do$
begin
  if to_regrole('zonewatch_app') is null then
    create role zonewatch_app login;
  end if;
exception
  when insufficient_privilege or duplicate_object or unique_violation then null;
end
$do$;
--> statement-breakpoint
do $do$
begin
  if to_regrole('zonewatch_app') is null then
    return;
  end if;
  begin
    -- So that an owner who is no superuser can take the role on.
    execute 'grant zonewatch_app to current_user';
  exception when insufficient_privilege or invalid_grant_operation then null;
  end;
  grant usage on schema public to zonewatch_app;
  grant select, insert, update, delete on all tables in schema public to zonewatch_app;
  grant usage, select on all sequences in schema public to zonewatch_app;
  alter default privileges in schema public grant select, insert, update, delete on tables to zonewatch_app;
  alter default privileges in schema public grant usage, select on sequences to zonewatch_app;
  revoke insert, update, delete on audit_entry, audit_head from zonewatch_app;
  grant execute on function ensure_partition, drop_partitions to zonewatch_app;
end
$do$;
