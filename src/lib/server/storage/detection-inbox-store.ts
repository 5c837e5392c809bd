import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import type { detectionInbox, InboxKind } from './schema/detection-inbox';

/** A report that detection has not looked at yet. */
export type InboxRow = typeof detectionInbox.$inferSelect;

interface TakenRow {
  id: number;
  gateway: GatewayId | null;
  topic_id: EntityTopicId;
  kind: InboxKind;
  type: string;
  severity: string;
  text: string;
  body: unknown;
  source_time: Date | null;
  received_at: Date;
  historical: boolean;
}

/**
 * Takes the oldest reports out of the inbox, in the order of their coming. They are back again when the
 * transaction does not commit, so that none is lost and none is taken twice.
 */
export async function takeFromInbox(tx: Tx, most: number): Promise<InboxRow[]> {
  const { rows } = await tx.client.query<TakenRow>(
    `delete from detection_inbox
     where id in (select id from detection_inbox order by id limit $1 for update)
     returning *`,
    [most],
  );
  return rows
    .map((row) => ({
      id: row.id,
      gateway: row.gateway,
      topicId: row.topic_id,
      kind: row.kind,
      type: row.type,
      severity: row.severity,
      text: row.text,
      body: row.body,
      sourceTime: row.source_time === null ? null : row.source_time.getTime(),
      receivedAt: row.received_at.getTime(),
      historical: row.historical,
    }))
    .sort((a, b) => a.id - b.id);
}

/** Something that our own endpoint saw, of a type of the catalogue. */
export interface OwnReport {
  /** Null for somebody who proved to be no gateway. */
  gateway: GatewayId | null;
  type: string;
  text: string;
  /** Fields, key and count, as detection reads them. */
  body: unknown;
  at: Instant;
}

/** Hands reports of our own to detection. */
export async function addOwnReports(tx: Tx, reports: readonly OwnReport[]): Promise<void> {
  if (reports.length === 0) return;
  await tx.client.query(
    `insert into detection_inbox (gateway, kind, type, text, body, received_at)
     select gateway, 'own', type, text, body::jsonb, to_timestamp(at_ms / 1000.0)
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
       as given (gateway, type, text, body, at_ms)`,
    [
      reports.map((r) => r.gateway),
      reports.map((r) => r.type),
      reports.map((r) => r.text),
      reports.map((r) => JSON.stringify(r.body)),
      reports.map((r) => r.at),
    ],
  );
}

/** How many reports wait. */
export async function countInbox(tx: Tx): Promise<number> {
  const { rows } = await tx.client.query<{ n: number }>('select count(*) as n from detection_inbox');
  return rows[0]?.n ?? 0;
}
