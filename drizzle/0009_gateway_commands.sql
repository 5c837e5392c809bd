-- What a gateway may be asked to do; without a row, nothing.
create table gateway_permission (
  gateway text not null,
  operation text not null,
  -- Types of configuration or log, for operations that have such.
  types text[] not null default '{}',
  allowed_by text not null,
  allowed_at timestamp (3) with time zone not null,
  primary key (gateway, operation)
);
--> statement-breakpoint
-- Every command that was to leave towards a gateway. The row is there before the command is.
create table gateway_command (
  -- The id on the command's topic, and what makes sending it twice impossible.
  id text primary key,
  gateway text not null,
  operation text not null,
  payload jsonb not null,
  run bigint not null,
  run_step bigint not null,
  asked_at timestamp (3) with time zone not null,
  deadline timestamp (3) with time zone not null,
  -- Handed to the gateway's session; null while that is not known.
  sent_at timestamp (3) with time zone,
  outcome text,
  ended_at timestamp (3) with time zone,
  -- Taken back from the gateway's topic, which does not stop what it began.
  cleared_at timestamp (3) with time zone
);
--> statement-breakpoint
create index gateway_command_standing on gateway_command (gateway) where cleared_at is null;
--> statement-breakpoint
create index gateway_command_run on gateway_command (run);
--> statement-breakpoint
-- What the gateway said of a command of ours, in order; a repetition is not said again.
create table command_state (
  command text not null references gateway_command (id),
  number integer not null,
  status text not null,
  -- The gateway's own word, where `status` only says that it still runs.
  word text not null,
  body jsonb not null,
  source_time timestamp (3) with time zone,
  received_at timestamp (3) with time zone not null,
  primary key (command, number)
);
