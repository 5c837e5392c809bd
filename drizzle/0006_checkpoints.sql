-- What was signed over the audit log, beside the files that hold the same: here it is found by size and time.
create table audit_checkpoint (
  log_id smallint not null,
  size bigint not null,
  root bytea not null,
  note text not null,
  at timestamp (3) with time zone not null,
  primary key (log_id, size)
);
--> statement-breakpoint
-- Hash over each 256 entries, so that a proof need not read all leaves. Computed from the entries and made again
-- when it is missing; no proof is handed out that does not lead to the signed root.
create table audit_block (
  log_id smallint not null,
  block bigint not null,
  hash bytea not null,
  primary key (log_id, block)
);
--> statement-breakpoint
create index audit_entry_action on audit_entry using btree (action, seq);
--> statement-breakpoint
create index audit_entry_zone on audit_entry using btree (zone, seq);
--> statement-breakpoint
create index audit_entry_site on audit_entry using btree (site, seq);
--> statement-breakpoint
create trigger audit_checkpoint_stays before update or delete or truncate on audit_checkpoint
  for each statement execute function audit_entry_stays();
--> statement-breakpoint
do $do$
begin
  if to_regrole('zonewatch_app') is not null then
    revoke update, delete on audit_checkpoint from zonewatch_app;
  end if;
end
$do$;
