do $$ begin
  create role zonewatch_app login;
exception when duplicate_object then null;
end $$;
--> statement-breakpoint
grant select, insert, update, delete on all tables in schema public to zonewatch_app;
--> statement-breakpoint
grant usage, select on all sequences in schema public to zonewatch_app;
