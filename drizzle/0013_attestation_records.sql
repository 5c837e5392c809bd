-- Beside words on one requirement: records about a zone as a whole, each with when the next of its kind is due.
alter table attestation drop constraint attestation_kind_check;
--> statement-breakpoint
alter table attestation alter column requirement drop not null;
--> statement-breakpoint
alter table attestation
  add column record jsonb,
  add column performed_at timestamp (3) with time zone,
  add column remind_days smallint not null default 30 check (remind_days between 0 and 365),
  add constraint attestation_kind check (kind in (
    'statement', 'compensation', 'risk-assessment', 'factory-acceptance', 'site-acceptance', 'access-review',
    'patch-test', 're-certification'
  )),
  add constraint attestation_about check (
    case when kind in ('statement', 'compensation') then requirement is not null and record is null
      else requirement is null and record is not null end
  );
