import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { entityState, type StateChannel } from './schema/entity-state';

export type EntityStateRow = typeof entityState.$inferSelect;

/** What a state is known by. */
export interface StateName {
  gateway: GatewayId;
  topicId: EntityTopicId;
  channel: StateChannel;
  name: string;
}

export interface StateReport extends StateName {
  status: string;
  /** Anything JSON can say, free of NUL and of halves of characters. */
  body: unknown;
  sourceTime: Instant | undefined;
  receivedAt: Instant;
}

/**
 * The same state said again counts as a repeat and keeps its beginning. An alarm is the same as long as it
 * was not cleared, whatever its severity became; health as long as its word stays; all else by content.
 */
const IS_SAME = `s.cleared_at is null and (s.channel = 'alarm' or
  (s.status = excluded.status and (s.channel = 'health' or s.body = excluded.body)))`;

const UPSERT = `
  insert into entity_state as s (gateway, topic_id, channel, name, status, body, source_time, received_at, since)
  select gateway, topic_id, channel, name, status, body::jsonb, to_timestamp(source_ms / 1000.0),
    to_timestamp(received_ms / 1000.0), to_timestamp(coalesce(source_ms, received_ms) / 1000.0)
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
    as given (gateway, topic_id, channel, name, status, body, source_ms, received_ms)
  on conflict (gateway, topic_id, channel, name) do update set
    since = case when ${IS_SAME} then s.since else excluded.since end,
    repeats = case when ${IS_SAME} then s.repeats + 1 else 0 end,
    status = excluded.status, body = excluded.body, source_time = excluded.source_time,
    received_at = excluded.received_at, cleared_at = null, unconfirmed_since = null`;

/** Writes states; no two of one call may have the same name. */
export async function upsertStates(tx: Tx, states: readonly StateReport[]): Promise<void> {
  if (states.length === 0) return;
  await tx.client.query(UPSERT, [
    ...nameColumns(states),
    states.map((s) => s.status),
    states.map((s) => JSON.stringify(s.body)),
    states.map((s) => s.sourceTime ?? null),
    states.map((s) => s.receivedAt),
  ]);
}

/** Ends states. One that is not known, or has ended already, stays as it is. */
export async function clearStates(tx: Tx, states: readonly (StateName & { at: Instant })[]): Promise<void> {
  if (states.length === 0) return;
  await tx.client.query(
    `update entity_state s
     set cleared_at = to_timestamp(given.at_ms / 1000.0), unconfirmed_since = null
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
       as given (gateway, topic_id, channel, name, at_ms)
     where s.gateway = given.gateway and s.topic_id = given.topic_id and s.channel = given.channel
       and s.name = given.name and s.cleared_at is null`,
    [...nameColumns(states), states.map((s) => s.at)],
  );
}

const nameColumns = (states: readonly StateName[]): string[][] => [
  states.map((s) => s.gateway),
  states.map((s) => s.topicId),
  states.map((s) => s.channel),
  states.map((s) => s.name),
];

/**
 * Doubts alarms that a gateway has not announced again since it reconnected at `connectedAt`: their end may
 * have been lost meanwhile. Returns how many became doubtful.
 */
export async function doubtAlarms(
  tx: Tx,
  doubt: { gateway: GatewayId; connectedAt: Instant; at: Instant },
): Promise<number> {
  const result = await tx.client.query(
    `update entity_state set unconfirmed_since = to_timestamp($3::bigint / 1000.0)
     where gateway = $1 and channel = 'alarm' and cleared_at is null and unconfirmed_since is null
       and received_at < to_timestamp($2::bigint / 1000.0)`,
    [doubt.gateway, doubt.connectedAt, doubt.at],
  );
  return result.rowCount ?? 0;
}

/** Forgets states that ended before `before`: nobody asks for a command of last year. Returns how many. */
export async function forgetClearedStates(tx: Tx, before: Instant): Promise<number> {
  const result = await tx.client.query(
    `delete from entity_state where cleared_at < to_timestamp($1::bigint / 1000.0)`,
    [before],
  );
  return result.rowCount ?? 0;
}

/** States that hold now, of one gateway, one entity and of some channels, by entity and name. */
export const readStates = (
  tx: Tx,
  filter: {
    gateway?: GatewayId | undefined;
    entity?: EntityTopicId | undefined;
    channels?: readonly StateChannel[] | undefined;
  } = {},
): Promise<EntityStateRow[]> =>
  tx.orm
    .select()
    .from(entityState)
    .where(
      and(
        isNull(entityState.clearedAt),
        filter.gateway === undefined ? undefined : eq(entityState.gateway, filter.gateway),
        filter.entity === undefined ? undefined : eq(entityState.topicId, filter.entity),
        filter.channels === undefined ? undefined : inArray(entityState.channel, [...filter.channels]),
      ),
    )
    .orderBy(
      asc(entityState.gateway),
      asc(entityState.topicId),
      asc(entityState.channel),
      asc(entityState.name),
    );

/** Names of all states, ended ones included. */
export const readStateNames = (tx: Tx): Promise<StateName[]> =>
  tx.orm
    .select({
      gateway: entityState.gateway,
      topicId: entityState.topicId,
      channel: entityState.channel,
      name: entityState.name,
    })
    .from(entityState);
