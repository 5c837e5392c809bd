import { asc, gt, sql } from 'drizzle-orm';
import type { SiteId, ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Database, Tx } from './database';
import { streamEntry, type StreamAudience } from './schema/stream-entry';
import { streamHead } from './schema/stream-head';

/**
 * News for the durable stream. `zone` (or `site`, for what concerns all of one) says who may read it; both
 * null is everybody, or by `audience` those whose scope is the whole plant, or all administrators.
 */
export interface NewStreamEntry {
  type: string;
  zone: ZoneId | null;
  site: SiteId | null;
  audience: StreamAudience;
  /** A `DurableEvent` of the protocol. */
  body: unknown;
  at: Instant;
}

export type StreamRow = typeof streamEntry.$inferSelect;

const HEAD = 1;

/** One statement, because everybody who has news waits for it. */
const APPEND = `
  with head as (
    insert into stream_head as known (id, last_seq) values ($1, 1)
    on conflict (id) do update set last_seq = known.last_seq + 1
    returning last_seq)
  insert into stream_entry (seq, at, type, zone, site, audience, body)
  select last_seq, to_timestamp($2::double precision / 1000), $3, $4, $5, $6, $7::jsonb from head
  returning seq`;

/**
 * Adds an entry within the transaction that makes it true, and returns its number. Numbers have no gaps and
 * rise in the order of commits, because the head's row stays locked until then: append late, commit soon.
 * After the commit the caller tells `streamAppended`.
 */
export async function appendStream(tx: Tx, entry: NewStreamEntry): Promise<number> {
  const { at, type, zone, site, audience, body } = entry;
  const values = [HEAD, at, type, zone, site, audience, JSON.stringify(body)];
  const { rows } = await tx.client.query<{ seq: string | number }>(APPEND, values);
  const seq = rows[0]?.seq;
  if (seq === undefined) throw new Error('the head of the stream gave no number');
  return Number(seq);
}

/**
 * Takes the head of the stream, so that what is read next is not older than what an entry before tells: for
 * entries that say how many there are.
 */
export async function lockStreamHead(tx: Tx): Promise<void> {
  await tx.orm
    .insert(streamHead)
    .values({ id: HEAD, lastSeq: 0 })
    .onConflictDoUpdate({ target: streamHead.id, set: { lastSeq: sql`${streamHead.lastSeq}` } });
}

/** Tells the live server that the stream has grown; after the commit only. */
export const streamAppended = (bus: Bus, head: number): void => bus.emit('stream.appended', { head });

/** Entries after that number, in order; at most `limit`. Those that retention removed are missing. */
export const readStream = (tx: Tx, afterSeq: number, limit: number): Promise<StreamRow[]> =>
  tx.orm
    .select()
    .from(streamEntry)
    .where(gt(streamEntry.seq, afterSeq))
    .orderBy(asc(streamEntry.seq))
    .limit(limit);

/** Number of the newest entry; 0 before the first. */
export async function readHead(tx: Tx): Promise<number> {
  const [head] = await tx.orm.select({ seq: streamHead.lastSeq }).from(streamHead);
  return head?.seq ?? 0;
}

/** Number of the oldest entry still kept; undefined when none is. */
export async function readOldest(tx: Tx): Promise<number | undefined> {
  const [oldest] = await tx.orm
    .select({ seq: streamEntry.seq })
    .from(streamEntry)
    .orderBy(asc(streamEntry.seq))
    .limit(1);
  return oldest?.seq;
}

/** Reads state of one and the same moment, with the number of the last entry of the stream that it includes. */
export function readAtHead<T>(
  db: Database,
  read: (tx: Tx) => Promise<T>,
): Promise<{ head: number; state: T }> {
  return db.transaction(async (tx) => {
    await tx.client.query('set transaction isolation level repeatable read, read only');
    return { head: await readHead(tx), state: await read(tx) };
  });
}
