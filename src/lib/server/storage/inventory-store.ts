import { and, eq } from 'drizzle-orm';
import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { evidence } from './schema/evidence';
import type { EvidenceRow } from './evidence-store';

/** A twin in which something names itself: a device, its firmware, its operating system. */
export interface IdentityTwin {
  gateway: GatewayId;
  topicId: EntityTopicId;
  name: string;
  body: unknown;
}

/** Twins by which thin-edge gateways name what they and the devices behind them are and run. */
const IDENTITY_TWINS = [
  'firmware',
  'device_OS',
  'device_Agent',
  'device_Hardware',
  'c8y_Hardware',
  'hardware',
  'drive',
];

/** Every twin that names something, of gateways and of what is behind them. */
export const readIdentityTwins = (tx: Tx): Promise<IdentityTwin[]> =>
  tx.client
    .query<{ gateway: GatewayId; topic_id: EntityTopicId; name: string; body: unknown }>(
      `select gateway, topic_id, name, body from entity_state
       where channel = 'twin' and name = any ($1) and cleared_at is null`,
      [IDENTITY_TWINS],
    )
    .then(({ rows }) =>
      rows.map(({ gateway, topic_id, name, body }) => ({ gateway, topicId: topic_id, name, body })),
    );

/** A short text that differs whenever `readIdentityTwins` may say something else. */
export const readIdentityPrint = (tx: Tx): Promise<string> =>
  tx.client
    .query<{ print: string }>(
      `select concat_ws(' ', count(*), max(since)) as print from entity_state
       where channel = 'twin' and name = any ($1) and cleared_at is null`,
      [IDENTITY_TWINS],
    )
    .then(({ rows }) => rows[0]?.print ?? '');

/** A device behind a gateway that announced itself. */
export interface AnnouncedDevice {
  gateway: GatewayId;
  topicId: EntityTopicId;
  name: string | null;
  type: string | null;
  firstSeenAt: Instant;
  seenAt: Instant;
}

/** Devices behind gateways that no drive of the plant stands for. */
export const readAnnouncedDevices = (tx: Tx): Promise<AnnouncedDevice[]> =>
  tx.client
    .query<{
      gateway: GatewayId;
      topic_id: EntityTopicId;
      name: string | null;
      type: string | null;
      first: Date;
      seen: Date;
    }>(
      `select e.gateway, e.topic_id, e.name, e.type, e.first_seen_at as first, e.updated_at as seen from entity e
       where e.kind = 'child-device' and e.removed_at is null and not exists (
         select from drive d where d.gateway = e.gateway and d.entity = e.topic_id and d.removed_at is null)`,
    )
    .then(({ rows }) =>
      rows.map(({ gateway, topic_id, name, type, first, seen }) => ({
        gateway,
        topicId: topic_id,
        name,
        type,
        firstSeenAt: first.getTime(),
        seenAt: seen.getTime(),
      })),
    );

/** Something that a gateway met on its network and that nobody listed. */
export interface StrangerRow {
  gateway: GatewayId;
  /** Address as the gateway said it; hostile text. */
  address: string;
  seenAt: Instant;
  /** How it was met. */
  by: 'evidence' | 'event';
}

/** Strangers on the networks of gateways: from their reports of neighbours, and from events that are not over. */
export const readStrangers = (tx: Tx): Promise<StrangerRow[]> =>
  tx.client
    .query<{ gateway: GatewayId; address: string; seen: Date; by: StrangerRow['by'] }>(
      `select gateway, left(address, 200) as address, received_at as seen, 'evidence' as by
       from entity_state, lateral (
         select jsonb_array_elements_text(found.list) as address
         from (select body -> 'net.unexpected' -> 'unexpected' as list
               union all select body -> 'net.neighbours' -> 'unexpected') found
         where jsonb_typeof(found.list) = 'array') met
       where channel = 'twin' and name = 'zonewatch_evidence' and cleared_at is null
       union
       select gateway, left(coalesce(fields ->> 'mac', fields ->> 'ip', fields ->> 'src'), 200), last_seen_at, 'event'
       from security_event
       where type = 'net.new_device' and cleared_at is null and gateway is not null
         and coalesce(fields ->> 'mac', fields ->> 'ip', fields ->> 'src') is not null`,
    )
    .then(({ rows }) => rows.map(({ seen, ...row }) => ({ ...row, seenAt: seen.getTime() })));

/** When the certificate of each gateway runs out: the latest of those that were not revoked. */
export const readCertificateEnds = (tx: Tx): Promise<Map<GatewayId, Instant>> =>
  tx.client
    .query<{ gateway: GatewayId; ends: Date }>(
      `select gateway, max(not_after) as ends from gateway_certificate where revoked_at is null group by gateway`,
    )
    .then(({ rows }) => new Map(rows.map(({ gateway, ends }) => [gateway, ends.getTime()])));

/** The newest answers of one asset to the questions of posture. */
export const readEvidenceOf = (tx: Tx, asset: string): Promise<EvidenceRow[]> =>
  tx.orm
    .select()
    .from(evidence)
    .where(and(eq(evidence.asset, asset), eq(evidence.isNewest, true)));

/** Gateways that are simulated, of the plant file and announced ones. */
export const readSimulatedGateways = (tx: Tx): Promise<Set<GatewayId>> =>
  tx.client
    .query<{ id: GatewayId }>('select id from gateway where simulated and removed_at is null')
    .then(({ rows }) => new Set(rows.map(({ id }) => id)));

/** Version of the database that answers, without what its packager adds. */
export const readServerVersion = (tx: Tx): Promise<string> =>
  tx.client
    .query<{ version: string }>(`select split_part(current_setting('server_version'), ' ', 1) as version`)
    .then(({ rows }) => rows[0]?.version ?? '');
