import { and, desc, eq, lt } from 'drizzle-orm';
import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { gatewayEvent } from './schema/gateway-event';

export type GatewayEventRow = typeof gatewayEvent.$inferSelect;

export interface EventReport {
  gateway: GatewayId;
  topicId: EntityTopicId;
  type: string;
  text: string;
  body: unknown;
  sourceTime: Instant | undefined;
  receivedAt: Instant;
  historical: boolean;
  /** The same for the same event; a second one is not written. */
  digest: string;
  /** Digest under which the same event may have been written a moment ago, where its time does not tell. */
  earlierDigest: string | undefined;
}

/** Writes events, each once, and hands those that are new to detection. Returns how many those are. */
export async function insertEvents(tx: Tx, events: readonly EventReport[]): Promise<number> {
  if (events.length === 0) return 0;
  const result = await tx.client.query(
    `with fresh as (
       insert into gateway_event (gateway, topic_id, type, text, body, source_time, received_at, historical, digest)
       select gateway, topic_id, type, text, body::jsonb, to_timestamp(source_ms / 1000.0),
         to_timestamp(received_ms / 1000.0), historical, digest
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
         $8::boolean[], $9::text[], $10::text[])
         as given (gateway, topic_id, type, text, body, source_ms, received_ms, historical, digest, earlier)
       where not exists (select from gateway_event e where e.digest = given.earlier)
       on conflict (digest) do nothing
       returning id, gateway, topic_id, type, text, body, source_time, received_at, historical)
     insert into detection_inbox (gateway, topic_id, kind, type, text, body, source_time, received_at, historical)
     select gateway, topic_id, 'event', type, text, body, source_time, received_at, historical
     from fresh order by id`,
    [...columnsOf(events), events.map((e) => e.digest), events.map((e) => e.earlierDigest ?? null)],
  );
  return result.rowCount ?? 0;
}

/** Events that were too many to keep one by one: how many, and the first few. */
export interface StormReport {
  gateway: GatewayId;
  topicId: EntityTopicId;
  digest: string;
  receivedAt: Instant;
  count: number;
  samples: readonly unknown[];
  /** Those of them that detection looks at although they are not kept: it counts on. */
  thinned: readonly EventReport[];
}

/** Adds to the one record that a gateway's storm has per minute, and hands to detection how many more there were. */
export async function recordStorm(tx: Tx, storm: StormReport): Promise<void> {
  await handThinned(tx, storm.thinned);
  await tx.client.query(
    `with kept as (
       insert into gateway_event as e (gateway, topic_id, type, text, body, received_at, digest)
       values ($1, $2, 'storm', 'More events in a minute than are kept one by one',
         jsonb_build_object('count', $3::integer, 'samples', $4::jsonb), to_timestamp($5::bigint / 1000.0), $6)
       on conflict (digest) do update set body = jsonb_build_object(
         'count', (e.body ->> 'count')::integer + $3::integer,
         'samples', case when jsonb_array_length(e.body -> 'samples') < 3 then e.body -> 'samples' || $4::jsonb
                    else e.body -> 'samples' end))
     insert into detection_inbox (gateway, topic_id, kind, type, body, received_at)
     values ($1, $2, 'storm', 'storm', jsonb_build_object('count', $3::integer, 'samples', $4::jsonb),
       to_timestamp($5::bigint / 1000.0))`,
    [
      storm.gateway,
      storm.topicId,
      storm.count,
      JSON.stringify(storm.samples),
      storm.receivedAt,
      storm.digest,
    ],
  );
}

/** A repetition that arrives within a storm is counted as another: nothing is kept to know it by. */
async function handThinned(tx: Tx, events: readonly EventReport[]): Promise<void> {
  if (events.length === 0) return;
  await tx.client.query(
    `insert into detection_inbox (gateway, topic_id, kind, type, text, body, source_time, received_at, historical)
     select gateway, topic_id, 'event', type, text, body::jsonb, to_timestamp(source_ms / 1000.0),
       to_timestamp(received_ms / 1000.0), historical
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
       $8::boolean[]) as given (gateway, topic_id, type, text, body, source_ms, received_ms, historical)`,
    columnsOf(events),
  );
}

const columnsOf = (events: readonly EventReport[]): unknown[] => [
  events.map((e) => e.gateway),
  events.map((e) => e.topicId),
  events.map((e) => e.type),
  events.map((e) => e.text),
  events.map((e) => JSON.stringify(e.body)),
  events.map((e) => e.sourceTime ?? null),
  events.map((e) => e.receivedAt),
  events.map((e) => e.historical),
];

/** Events of a gateway or of one entity of it, newest first; `beforeId` is the last id of the page before. */
export const readEvents = (
  tx: Tx,
  page: {
    gateway: GatewayId;
    entity?: EntityTopicId | undefined;
    limit: number;
    beforeId?: number | undefined;
  },
): Promise<GatewayEventRow[]> =>
  tx.orm
    .select()
    .from(gatewayEvent)
    .where(
      and(
        eq(gatewayEvent.gateway, page.gateway),
        page.entity === undefined ? undefined : eq(gatewayEvent.topicId, page.entity),
        page.beforeId === undefined ? undefined : lt(gatewayEvent.id, page.beforeId),
      ),
    )
    .orderBy(desc(gatewayEvent.id))
    .limit(page.limit);
