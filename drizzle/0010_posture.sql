-- Answers of assets to the questions that posture is made of. A row spans the time over which the same answer was
-- given again before it could grow too old, so that any past day can be judged as it was judged then.
create table evidence (
  id bigint generated always as identity primary key,
  asset text not null,
  key text not null,
  verdict text not null check (verdict in ('pass', 'fail', 'not-applicable')),
  found text not null,
  first_at timestamp (3) with time zone not null,
  last_at timestamp (3) with time zone not null,
  is_newest boolean not null default true
);
--> statement-breakpoint
create unique index evidence_newest on evidence using btree (asset, key) where is_newest;
--> statement-breakpoint
create index evidence_history on evidence using btree (asset, key, first_at);
--> statement-breakpoint
-- Dated words of people: that a requirement is fulfilled in a zone, or that a measure stands in for it.
create table attestation (
  id integer generated always as identity primary key,
  kind text not null check (kind in ('statement', 'compensation')),
  zone text not null,
  requirement text not null,
  classes text[],
  statement text not null,
  link text,
  signed_by text not null,
  signed_at timestamp (3) with time zone not null,
  expires_at timestamp (3) with time zone not null,
  countersigned_by text,
  countersigned_at timestamp (3) with time zone,
  withdrawn_by text,
  withdrawn_at timestamp (3) with time zone,
  withdrawn_reason text
);
--> statement-breakpoint
create index attestation_zone on attestation using btree (zone, requirement);
--> statement-breakpoint
-- Achieved levels of a zone from a moment on: confirmed and possible of FR 1 to FR 7, and how many requirements
-- up to the target are refuted or unknown.
create table posture_point (
  zone text not null,
  at timestamp (3) with time zone not null,
  levels smallint[] not null,
  targets smallint[] not null,
  refuted smallint not null,
  unknown smallint not null,
  primary key (zone, at)
);
