-- What a step of a playbook tells webhooks: its key, which makes saying it twice impossible; '' for escalation.
alter table webhook_delivery add column source text not null default '';
--> statement-breakpoint
alter table webhook_delivery drop constraint webhook_delivery_incident_step_target_key;
--> statement-breakpoint
alter table webhook_delivery add constraint webhook_delivery_once unique (incident, step, target, source);
