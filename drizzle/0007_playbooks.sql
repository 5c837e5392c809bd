-- The library of playbooks: every version that was taken in, as it came. A version is its playbook's id and
-- `modified`; what it says never changes.
create table playbook_version (
  playbook text not null,
  modified text not null,
  -- `modified` in a form whose order as text is its order in time.
  sort_key text collate "C" not null,
  -- Over the canonical JSON without signatures, in hex.
  sha256 text not null,
  body text not null,
  -- Whether it came with the program.
  shipped boolean not null,
  imported_by text not null,
  imported_at timestamp (3) with time zone not null,
  primary key (playbook, modified)
);
--> statement-breakpoint
create unique index playbook_version_newest on playbook_version (playbook, sort_key desc, modified desc);
--> statement-breakpoint
create function playbook_version_stays() returns trigger
language plpgsql as $function$
begin
  raise exception 'a version of a playbook never changes' using errcode = 'insufficient_privilege';
end
$function$;
--> statement-breakpoint
create trigger playbook_version_stays before update or delete or truncate on playbook_version
  for each statement execute function playbook_version_stays();
--> statement-breakpoint
-- Signatures of versions: those that came with them and those made here on approval. To sign makes no new version.
create table playbook_signature (
  playbook text not null,
  modified text not null,
  id text not null,
  signature jsonb not null,
  -- Who approved it here and why; null for signatures that came with the playbook.
  approved_by text,
  reason text,
  added_at timestamp (3) with time zone not null,
  primary key (playbook, modified, id),
  foreign key (playbook, modified) references playbook_version (playbook, modified)
);
--> statement-breakpoint
create trigger playbook_signature_stays before update or delete or truncate on playbook_signature
  for each statement execute function playbook_version_stays();
--> statement-breakpoint
-- Keys whose signatures count in this plant, for as long as they are not revoked.
create table trusted_signer (
  -- SHA-256 over the key's DER form, in hex.
  fingerprint text primary key,
  public_key text not null,
  name text not null,
  -- The plant's own key, by which approvals sign.
  own boolean not null,
  added_by text not null,
  added_at timestamp (3) with time zone not null,
  revoked_by text,
  revoked_at timestamp (3) with time zone,
  revoked_why text
);
