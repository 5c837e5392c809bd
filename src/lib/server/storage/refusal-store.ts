import { desc } from 'drizzle-orm';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { refusal } from './schema/refusal';

export type RefusalRow = typeof refusal.$inferSelect;

/** Counts refusals on top of those known by kind and subject, and keeps only the `most` recent subjects. */
export async function addRefusals(tx: Tx, rows: readonly RefusalRow[], most: number): Promise<void> {
  if (rows.length === 0) return;
  const iso = (at: Instant) => new Date(at).toISOString();
  await tx.client.query(
    `insert into refusal (kind, subject, last_address, last_detail, count, first_seen_at, last_seen_at)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[],
                          $6::timestamptz[], $7::timestamptz[])
     on conflict (kind, subject) do update set
       last_address = excluded.last_address, last_detail = excluded.last_detail,
       count = least(refusal.count::bigint + excluded.count, 2147483647)::int,
       last_seen_at = greatest(refusal.last_seen_at, excluded.last_seen_at)`,
    [
      rows.map((row) => row.kind),
      rows.map((row) => row.subject),
      rows.map((row) => row.lastAddress),
      rows.map((row) => row.lastDetail),
      rows.map((row) => row.count),
      rows.map((row) => iso(row.firstSeenAt)),
      rows.map((row) => iso(row.lastSeenAt)),
    ],
  );
  await tx.client.query(
    `delete from refusal where (kind, subject) in
       (select kind, subject from refusal order by last_seen_at desc, kind, subject offset $1)`,
    [most],
  );
}

/** The most recent refusals first. */
export const listRefusals = (tx: Tx, limit: number): Promise<RefusalRow[]> =>
  tx.orm.select().from(refusal).orderBy(desc(refusal.lastSeenAt)).limit(limit);
