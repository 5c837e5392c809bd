-- Hosts that steps of playbooks may call over HTTPS; nothing else leaves by them.
create table outgoing_host (
  -- In lower case, with `:port` where it is not 443.
  host text primary key,
  note text not null,
  added_by text not null,
  added_at timestamp (3) with time zone not null
);
--> statement-breakpoint
-- Names of secrets, and the one host that each may be sent to. What they are stands in the keys directory alone.
create table outgoing_secret (
  name text primary key,
  host text not null,
  added_by text not null,
  added_at timestamp (3) with time zone not null
);
