import { and, asc, eq, isNull } from 'drizzle-orm';
import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { entity } from './schema/entity';

export type EntityRow = typeof entity.$inferSelect;

/** An entity as its gateway describes it, or as it was met: `registered` false, through its telemetry. */
export interface EntityFacts {
  gateway: GatewayId;
  topicId: EntityTopicId;
  kind: EntityRow['kind'];
  parent: EntityTopicId | undefined;
  externalId: string | undefined;
  name: string | undefined;
  type: string | undefined;
  registered: boolean;
  attributes: Record<string, unknown>;
  at: Instant;
}

/** Meeting an entity again says nothing new about one that has registered; a registration replaces all. */
const UPSERT = `
  insert into entity (gateway, topic_id, kind, parent, external_id, name, type, registered, attributes,
    first_seen_at, updated_at)
  select gateway, topic_id, kind, parent, external_id, name, type, registered, attributes::jsonb,
    to_timestamp(at_ms / 1000.0), to_timestamp(at_ms / 1000.0)
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::boolean[], $9::text[], $10::bigint[])
    as given (gateway, topic_id, kind, parent, external_id, name, type, registered, attributes, at_ms)
  on conflict (gateway, topic_id) do update set
    kind = excluded.kind, parent = excluded.parent, external_id = excluded.external_id,
    name = excluded.name, type = excluded.type, registered = excluded.registered,
    attributes = excluded.attributes, updated_at = excluded.updated_at, removed_at = null
  where excluded.registered or entity.removed_at is not null`;

/** Writes entities; no two of one call may be the same. */
export async function upsertEntities(tx: Tx, entities: readonly EntityFacts[]): Promise<void> {
  if (entities.length === 0) return;
  await tx.client.query(UPSERT, [
    entities.map((e) => e.gateway),
    entities.map((e) => e.topicId),
    entities.map((e) => e.kind),
    entities.map((e) => e.parent ?? null),
    entities.map((e) => e.externalId ?? null),
    entities.map((e) => e.name ?? null),
    entities.map((e) => e.type ?? null),
    entities.map((e) => e.registered),
    entities.map((e) => JSON.stringify(e.attributes)),
    entities.map((e) => e.at),
  ]);
}

/** The entity and everything below it; `union` ends the search where parents run in a circle. */
const REMOVE = `
  with recursive gone (topic_id) as (
    select $2::text
    union
    select e.topic_id from entity e join gone on e.parent = gone.topic_id where e.gateway = $1
  ), removed as (
    update entity set removed_at = to_timestamp($3::bigint / 1000.0), registered = false
    where gateway = $1 and topic_id in (select topic_id from gone) and removed_at is null
  ), ended as (
    update entity_state set cleared_at = to_timestamp($3::bigint / 1000.0)
    where gateway = $1 and topic_id in (select topic_id from gone) and cleared_at is null
    returning *
  )
  insert into detection_inbox (gateway, topic_id, kind, type, severity, body, received_at)
  select gateway, topic_id, 'state-cleared', name, status, body, cleared_at from ended where channel = 'alarm'`;

/**
 * Marks an entity and its descendants as gone and clears their states. Rows stay: they are history. Returns
 * how many alarms ended with them.
 */
export async function removeEntity(
  tx: Tx,
  gone: { gateway: GatewayId; topicId: EntityTopicId; at: Instant },
): Promise<number> {
  const result = await tx.client.query(REMOVE, [gone.gateway, gone.topicId, gone.at]);
  return result.rowCount ?? 0;
}

/** Entities that are there now, of one gateway or of all, by name. */
export const readEntities = (tx: Tx, gateway?: GatewayId): Promise<EntityRow[]> =>
  tx.orm
    .select()
    .from(entity)
    .where(and(isNull(entity.removedAt), gateway === undefined ? undefined : eq(entity.gateway, gateway)))
    .orderBy(asc(entity.gateway), asc(entity.topicId));
