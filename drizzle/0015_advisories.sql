-- Advisories as they came, with what was read out of them. Older revisions stay.
create table advisory (
  id integer generated always as identity primary key,
  format text not null check (format in ('csaf', 'cve')),
  publisher text not null,
  document text not null,
  revision text not null,
  status text not null,
  title text not null,
  published_at timestamp (3) with time zone,
  updated_at timestamp (3) with time zone,
  url text,
  severity real,
  severity_version text,
  vulnerabilities text[] not null,
  remarks jsonb not null,
  content jsonb not null,
  body text not null,
  sha256 text not null,
  imported_by text not null,
  imported_at timestamp (3) with time zone not null,
  is_newest boolean not null default true
);
--> statement-breakpoint
create unique index advisory_newest on advisory using btree (publisher, document) where is_newest;
--> statement-breakpoint
create index advisory_vulnerability on advisory using gin (vulnerabilities) where is_newest;
--> statement-breakpoint
-- An asset and a vulnerability that may be its own. What no longer fits gets `gone_at` and stays on record.
create table vulnerability_match (
  id integer generated always as identity primary key,
  asset text not null,
  vulnerability text not null,
  zone text,
  asset_name text not null,
  product text not null,
  installed text,
  verdict text not null check (verdict in ('affected', 'disputed', 'needs-a-look', 'no-version')),
  certainty text not null check (certainty in ('likely', 'possible')),
  score smallint not null,
  reason text not null,
  basis text not null,
  severity real,
  cwes text[] not null,
  due_at timestamp (3) with time zone,
  due_why text not null,
  state text not null default 'open'
    check (state in ('open', 'accepted', 'mitigated', 'fixed', 'not-affected')),
  is_confirmed boolean not null default false,
  owner text,
  note text,
  expires_at timestamp (3) with time zone,
  decided_by text,
  decided_at timestamp (3) with time zone,
  decided_basis text,
  first_at timestamp (3) with time zone not null,
  changed_at timestamp (3) with time zone not null,
  gone_at timestamp (3) with time zone,
  gone_why text,
  unique (asset, vulnerability)
);
--> statement-breakpoint
create index vulnerability_match_open on vulnerability_match using btree (zone, due_at)
  where gone_at is null and state in ('open', 'accepted');
--> statement-breakpoint
create index vulnerability_match_vulnerability on vulnerability_match using btree (vulnerability);
--> statement-breakpoint
-- What became of a match and who decided it; the row above is where that led.
create table vulnerability_decision (
  id integer generated always as identity primary key,
  match integer not null references vulnerability_match (id) on delete cascade,
  at timestamp (3) with time zone not null,
  by text not null,
  kind text not null,
  state text not null,
  note text not null,
  owner text,
  expires_at timestamp (3) with time zone
);
--> statement-breakpoint
create index vulnerability_decision_match on vulnerability_decision using btree (match, id);
