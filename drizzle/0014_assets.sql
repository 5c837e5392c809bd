-- Devices that the plant lists beside its gateways and drives: controllers, panels, switches.
create table device (
  id text primary key,
  name text not null,
  zone text not null,
  vendor text not null default '',
  product text not null default '',
  serial text,
  -- Hardware or network addresses, in lower case: what gateways call a device that they do not know.
  addresses text[] not null default '{}',
  note text not null default '',
  changed_by text not null,
  changed_at timestamp (3) with time zone not null,
  removed_at timestamp (3) with time zone
);
--> statement-breakpoint
-- Versions that people read and wrote down, of any asset; what an asset reports itself stands before them.
create table stated_version (
  asset text not null,
  part text not null,
  version text not null,
  stated_by text not null,
  stated_at timestamp (3) with time zone not null,
  primary key (asset, part)
);
--> statement-breakpoint
-- Dates in the life of a product that the plant knows and no list publishes; withdrawn ones stay on record.
create table product_milestone (
  id integer generated always as identity primary key,
  vendor text not null,
  product text not null,
  kind text not null check (kind in ('general-availability', 'end-of-sales', 'end-of-security-support',
    'end-of-service', 'end-of-life')),
  -- As exact as it is known: 2027, 2027-Q2, 2027-05 or 2027-05-31.
  at text not null,
  replacement text,
  source text not null,
  reason text not null,
  entered_by text not null,
  entered_at timestamp (3) with time zone not null,
  withdrawn_by text,
  withdrawn_at timestamp (3) with time zone,
  withdrawn_reason text
);
