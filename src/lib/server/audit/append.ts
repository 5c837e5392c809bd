import {
  auditEntry,
  canonicalBytes,
  columnsOf,
  type AuditEvent,
  type AuditOrigin,
  type TimeQuality,
} from '../../domain/audit/entry';
import type { Clock } from '../clock';
import { insertAuditEntry, lockAuditHead } from '../storage/audit-store';
import type { Tx } from '../storage/database';
import { objectHash } from './leaf';

/** The log of acts of people, runs, configuration and security refusals. There is one so far. */
export const MAIN_LOG = 1;

/** Appends to the audit log inside the caller's transaction: the act and its entry commit together or not at all. */
export type AppendAudit = (tx: Tx, event: AuditEvent, origin: AuditOrigin) => Promise<number>;

/**
 * Makes the one function that writes the audit log. Each call locks the log's head until the transaction
 * ends, so call it last in a transaction: whoever else has something to log waits meanwhile. `appended` hears
 * of each entry once it is committed.
 *
 * @returns the function; it resolves to the entry's number
 */
export function auditAppender(
  clock: Clock,
  timeQuality: () => TimeQuality,
  appended: (seq: number) => void = () => undefined,
): AppendAudit {
  return async (tx, event, origin) => {
    const seq = await lockAuditHead(tx, MAIN_LOG);
    // The time is taken under the lock, so that numbers and times run the same way.
    const at = clock.now();
    const record = auditEntry(event, origin, {
      log: MAIN_LOG,
      seq,
      at,
      timeQuality: timeQuality(),
      beforeHash: objectHash(event.before),
      afterHash: objectHash(event.after),
    });
    await insertAuditEntry(tx, {
      logId: MAIN_LOG,
      seq,
      body: Buffer.from(canonicalBytes(record)),
      ...columnsOf(record),
    });
    tx.afterCommit(() => appended(seq));
    return seq;
  };
}
