import { ESCALATION, rolesInWords } from '../../domain/incidents/escalation';
import { calledSince } from '../../domain/incidents/fold';
import { MINUTE_MS, type Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import { lockEscalating } from '../storage/incident-due-store';
import { changedOf, record, type Changed } from './history';
import { queueDeliveries } from './outbox';

/** Tells the next roles of incidents that nobody acknowledged in time, on screen and to webhooks. */
export async function escalate(tx: Tx, now: Instant): Promise<Changed[]> {
  const changes: Changed[] = [];
  for (const row of await lockEscalating(tx, now)) {
    const number = row.status.escalationStep + 1;
    const step = ESCALATION[row.status.severity][number];
    if (step === undefined) continue;
    const to = rolesInWords(step.to);
    const text = `Not acknowledged for ${waited(now - calledSince(row.status))}`;
    const what = { kind: 'escalated' as const, step: number, to, text };
    const after = await record(tx, row, [{ what }], now);
    await queueDeliveries(tx, after, now);
    changes.push(changedOf(after));
  }
  return changes;
}

function waited(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 120) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `${Math.floor(minutes / 60)} hours`;
}
