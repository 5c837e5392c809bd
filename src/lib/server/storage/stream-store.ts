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

/**
 * Adds an entry within the transaction that makes it true, and returns its number. Numbers have no gaps and
 * rise in the order of commits, because the head's row stays locked until then: append late, commit soon.
 * After the commit the caller tells `streamAppended`.
 */
export async function appendStream(tx: Tx, entry: NewStreamEntry): Promise<number> {
  const [head] = await tx.orm
    .insert(streamHead)
    .values({ id: HEAD, lastSeq: 1 })
    .onConflictDoUpdate({ target: streamHead.id, set: { lastSeq: sql`${streamHead.lastSeq} + 1` } })
    .returning({ seq: streamHead.lastSeq });
  if (head === undefined) throw new Error('the head of the stream gave no number');
  await tx.orm.insert(streamEntry).values({ seq: head.seq, ...entry });
  return head.seq;
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
