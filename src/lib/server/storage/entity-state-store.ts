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

const GIVEN = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],
  $8::bigint[]) as given (gateway, topic_id, channel, name, status, body, source_ms, received_ms)`;

const UPSERT = `
  insert into entity_state as s (gateway, topic_id, channel, name, status, body, source_time, received_at, since)
  select gateway, topic_id, channel, name, status, body::jsonb, to_timestamp(source_ms / 1000.0),
    to_timestamp(received_ms / 1000.0), to_timestamp(coalesce(source_ms, received_ms) / 1000.0)
  from ${GIVEN}
  on conflict (gateway, topic_id, channel, name) do update set
    since = case when ${IS_SAME} then s.since else excluded.since end,
    repeats = case when ${IS_SAME} then s.repeats + 1 else 0 end,
    status = excluded.status, body = excluded.body, source_time = excluded.source_time,
    received_at = excluded.received_at, cleared_at = null, unconfirmed_since = null`;

/**
 * As above, and hands to detection every alarm that is new, says something else than before, or is sure again.
 * A statement sees the rows as they were before it, so `before` is what the alarm was.
 */
const UPSERT_WITH_ALARMS = `
  with before as (
    select s.gateway, s.topic_id, s.name, s.status, s.body, s.unconfirmed_since
    from entity_state s join ${GIVEN} using (gateway, topic_id, channel, name)
    where s.channel = 'alarm' and s.cleared_at is null
  ), written as (${UPSERT} returning s.*)
  insert into detection_inbox (gateway, topic_id, kind, type, severity, text, body, source_time, received_at)
  select gateway, topic_id, 'state', name, w.status, coalesce(w.body ->> 'text', ''), w.body, w.source_time,
    w.received_at
  from written w left join before b using (gateway, topic_id, name)
  where w.channel = 'alarm' and (b.status is null or b.status <> w.status or b.body <> w.body
    or b.unconfirmed_since is not null)`;

/** Writes states; no two of one call may have the same name. Returns how many of them detection has to look at. */
export async function upsertStates(tx: Tx, states: readonly StateReport[]): Promise<number> {
  if (states.length === 0) return 0;
  const withAlarms = states.some(isAlarm);
  const result = await tx.client.query(withAlarms ? UPSERT_WITH_ALARMS : UPSERT, [
    ...nameColumns(states),
    states.map((s) => s.status),
    states.map((s) => JSON.stringify(s.body)),
    states.map((s) => s.sourceTime ?? null),
    states.map((s) => s.receivedAt),
  ]);
  return withAlarms ? (result.rowCount ?? 0) : 0;
}

const CLEAR = `
  update entity_state s
  set cleared_at = to_timestamp(given.at_ms / 1000.0), unconfirmed_since = null
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
    as given (gateway, topic_id, channel, name, at_ms)
  where s.gateway = given.gateway and s.topic_id = given.topic_id and s.channel = given.channel
    and s.name = given.name and s.cleared_at is null`;

const CLEAR_WITH_ALARMS = `
  with ended as (${CLEAR} returning s.*)
  insert into detection_inbox (gateway, topic_id, kind, type, severity, body, received_at)
  select gateway, topic_id, 'state-cleared', name, status, body, cleared_at from ended where channel = 'alarm'`;

/** Ends states. One that is not known, or has ended already, stays as it is. Returns how many of them were alarms. */
export async function clearStates(tx: Tx, states: readonly (StateName & { at: Instant })[]): Promise<number> {
  if (states.length === 0) return 0;
  const withAlarms = states.some(isAlarm);
  const result = await tx.client.query(withAlarms ? CLEAR_WITH_ALARMS : CLEAR, [
    ...nameColumns(states),
    states.map((s) => s.at),
  ]);
  return withAlarms ? (result.rowCount ?? 0) : 0;
}

const isAlarm = ({ channel }: StateName): boolean => channel === 'alarm';

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
    `with doubted as (
       update entity_state set unconfirmed_since = to_timestamp($3::bigint / 1000.0)
       where gateway = $1 and channel = 'alarm' and cleared_at is null and unconfirmed_since is null
         and received_at < to_timestamp($2::bigint / 1000.0)
       returning gateway, topic_id, name, status, body, unconfirmed_since)
     insert into detection_inbox (gateway, topic_id, kind, type, severity, body, received_at)
     select gateway, topic_id, 'state-doubted', name, status, body, unconfirmed_since from doubted`,
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

/** One state, also when it has ended. */
export async function readState(tx: Tx, name: StateName): Promise<EntityStateRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(entityState)
    .where(
      and(
        eq(entityState.gateway, name.gateway),
        eq(entityState.topicId, name.topicId),
        eq(entityState.channel, name.channel),
        eq(entityState.name, name.name),
      ),
    );
  return row;
}

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
