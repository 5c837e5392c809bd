import {
  auditEntry,
  canonicalBytes,
  columnsOf,
  type AuditEvent,
  type AuditOrigin,
  type TimeQuality,
} from '../../domain/audit/entry';
import type { Clock } from '../clock';
import { insertAuditEntries, lockAuditHead } from '../storage/audit-store';
import type { Tx } from '../storage/database';
import { objectHash } from './leaf';

/** The log of acts of people, runs, configuration and security refusals. There is one so far. */
export const MAIN_LOG = 1;

/**
 * Appends one entry, or several in their order, to the audit log inside the caller's transaction: an act and its
 * entries commit together or not at all. Resolves to the number of the last.
 */
export type AppendAudit = (
  tx: Tx,
  events: AuditEvent | readonly [AuditEvent, ...AuditEvent[]],
  origin: AuditOrigin,
) => Promise<number>;

/**
 * Makes the one function that writes the audit log. Each call locks the log's head until the transaction
 * ends, so call it last in a transaction: whoever else has something to log waits meanwhile. `appended` hears
 * of the last entry once it is committed.
 */
export function auditAppender(
  clock: Clock,
  timeQuality: () => TimeQuality,
  appended: (seq: number) => void = () => undefined,
): AppendAudit {
  return async (tx, events, origin) => {
    const next = await lockAuditHead(tx, MAIN_LOG);
    // The time is taken under the lock, so that numbers and times run the same way.
    const stamp = { log: MAIN_LOG, at: clock.now(), timeQuality: timeQuality() };
    const all = isOne(events) ? [events] : events;
    const records = all.map((event, i) =>
      auditEntry(event, origin, {
        ...stamp,
        seq: next + i,
        beforeHash: objectHash(event.before),
        afterHash: objectHash(event.after),
      }),
    );
    await insertAuditEntries(
      tx,
      records.map((record) => ({
        logId: MAIN_LOG,
        seq: record.seq,
        body: Buffer.from(canonicalBytes(record)),
        ...columnsOf(record),
      })),
    );
    const last = next + all.length - 1;
    tx.afterCommit(() => appended(last));
    return last;
  };
}

const isOne = (events: AuditEvent | readonly AuditEvent[]): events is AuditEvent => !Array.isArray(events);
