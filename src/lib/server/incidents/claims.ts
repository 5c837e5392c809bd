import type { Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import { lockExpiredClaims } from '../storage/incident-due-store';
import { changedOf, record, type Changed } from './history';

/** Releases claims whose holders did nothing for too long. */
export async function expireClaims(tx: Tx, now: Instant): Promise<Changed[]> {
  const changes: Changed[] = [];
  for (const row of await lockExpiredClaims(tx, now)) {
    changes.push(changedOf(await record(tx, row, [{ what: { kind: 'released', expired: true } }], now)));
  }
  return changes;
}
