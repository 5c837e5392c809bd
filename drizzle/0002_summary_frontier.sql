-- How far summaries have come. Samples at or after open_ms leave no mark: their minutes are found in the
-- samples themselves when the frontier has passed over them. Minutes before claimed_ms have been found, and
-- are summarised, claimed or marked. Both lie on full minutes, and claimed_ms is never the later one.
create table rollup_frontier (
  id integer primary key default 1 check (id = 1),
  open_ms bigint not null,
  claimed_ms bigint not null check (claimed_ms <= open_ms)
);
--> statement-breakpoint
-- What was written before has its marks, in the minute that goes on now as well.
insert into rollup_frontier (open_ms, claimed_ms)
select now_ms, now_ms from (select floor(extract(epoch from now()) / 60)::bigint * 60000 as now_ms) as clock;
--> statement-breakpoint
-- Claims are taken in this order.
create index rollup_claim_order on rollup_claim (minute_ms, key);
--> statement-breakpoint
drop index rollup_claim_minute;
