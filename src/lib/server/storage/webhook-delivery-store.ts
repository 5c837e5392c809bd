import { and, asc, desc, eq, inArray, lte, min } from 'drizzle-orm';
import type { IncidentId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { webhookDelivery } from './schema/webhook-delivery';

export type DeliveryRow = typeof webhookDelivery.$inferSelect;

/** What is still to be done something about. */
const PENDING = ['waiting', 'sending'] as const;

const INSERT = `
  insert into webhook_delivery (incident, step, target, body, due_ms, created_at, source)
  select $1::bigint, $2::integer, name, $3::jsonb, $4::bigint, to_timestamp($4::bigint / 1000.0), $5 from webhook_target
  on conflict do nothing`;

/** Puts a message to every webhook into the outbox, to be sent once the transaction is committed; what is there stays. */
export async function insertDeliveries(
  tx: Tx,
  {
    incident,
    step,
    body,
    source = '',
  }: Pick<DeliveryRow, 'incident' | 'step' | 'body'> & { source?: string },
  now: Instant,
): Promise<void> {
  await tx.client.query(INSERT, [incident, step, JSON.stringify(body), now, source]);
}

/** Makes these all webhooks there are. What waits for one that is gone is given up when it is due. */
export async function replaceTargets(tx: Tx, names: readonly string[]): Promise<void> {
  await tx.client.query('delete from webhook_target where name <> all($1::text[])', [names]);
  await tx.client.query(
    'insert into webhook_target (name) select * from unnest($1::text[]) on conflict do nothing',
    [names],
  );
}

/** What is due, oldest first; locks nothing. */
export function dueDeliveries(
  tx: Tx,
  now: Instant,
  limit: number,
): Promise<Pick<DeliveryRow, 'id' | 'incident'>[]> {
  return tx.orm
    .select({ id: webhookDelivery.id, incident: webhookDelivery.incident })
    .from(webhookDelivery)
    .where(and(inArray(webhookDelivery.state, [...PENDING]), lte(webhookDelivery.dueMs, now)))
    .orderBy(asc(webhookDelivery.dueMs), asc(webhookDelivery.id))
    .limit(limit);
}

/** When the next one is due; undefined when none waits. */
export async function nextDelivery(tx: Tx): Promise<Instant | undefined> {
  const [row] = await tx.orm
    .select({ due: min(webhookDelivery.dueMs) })
    .from(webhookDelivery)
    .where(inArray(webhookDelivery.state, [...PENDING]));
  return row?.due ?? undefined;
}

/** One delivery that is due, locked until the transaction ends; undefined when somebody else has it or it is over. */
export async function lockDelivery(tx: Tx, id: number, now: Instant): Promise<DeliveryRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(webhookDelivery)
    .where(
      and(
        eq(webhookDelivery.id, id),
        inArray(webhookDelivery.state, [...PENDING]),
        lte(webhookDelivery.dueMs, now),
      ),
    )
    .for('update', { skipLocked: true });
  return row;
}

/** What became of it. */
export async function updateDelivery(
  tx: Tx,
  id: number,
  set: Partial<
    Pick<
      DeliveryRow,
      'state' | 'attempts' | 'dueMs' | 'releasedAt' | 'releasedAfter' | 'doneAt' | 'lastStatus' | 'lastError'
    >
  >,
): Promise<void> {
  await tx.orm.update(webhookDelivery).set(set).where(eq(webhookDelivery.id, id));
}

/** The log of one incident's deliveries, newest first. */
export const selectDeliveries = (tx: Tx, incident: IncidentId): Promise<DeliveryRow[]> =>
  tx.orm
    .select()
    .from(webhookDelivery)
    .where(eq(webhookDelivery.incident, incident))
    .orderBy(desc(webhookDelivery.id));
