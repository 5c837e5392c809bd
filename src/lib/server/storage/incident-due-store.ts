import { and, asc, eq, lte } from 'drizzle-orm';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import type { IncidentRow } from './incident-store';
import { incident } from './schema/incident';

/** Incidents of one round; the next follows at once. */
const AT_ONCE = 50;
const COLUMNS = { id: incident.id, status: incident.status };

/** Incidents whose next step of escalation is due, locked; those that somebody is changing are left for later. */
export const lockEscalating = (tx: Tx, now: Instant): Promise<IncidentRow[]> =>
  tx.orm
    .select(COLUMNS)
    .from(incident)
    .where(lte(incident.escalatesMs, now))
    .orderBy(asc(incident.id))
    .limit(AT_ONCE)
    .for('update', { skipLocked: true });

/** Open incidents whose claim is over, locked likewise. */
export const lockExpiredClaims = (tx: Tx, now: Instant): Promise<IncidentRow[]> =>
  tx.orm
    .select(COLUMNS)
    .from(incident)
    .where(and(lte(incident.claimUntilMs, now), eq(incident.isOpen, true)))
    .orderBy(asc(incident.id))
    .limit(AT_ONCE)
    .for('update', { skipLocked: true });

/** When the next claim ends or the next step is due; undefined when nothing is. */
export async function nextDue(tx: Tx): Promise<Instant | undefined> {
  const { rows } = await tx.client.query<{ due: number | null }>(
    'select least(min(escalates_ms), min(claim_until_ms)) as due from incident where escalates_ms is not null or claim_until_ms is not null',
  );
  return rows[0]?.due ?? undefined;
}
