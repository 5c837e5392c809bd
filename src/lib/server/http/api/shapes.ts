import { z } from 'zod';
import { driveId, gatewayId, siteId, zoneId } from '../../../domain/ids';
import { FAMILIES } from '../../../domain/plant/families';
import { RUN_STATES } from '../../../domain/plant/drive-state';
import { IMPACTS } from '../../../domain/plant/model';
import { FRESHNESS, QUALITIES } from '../../../domain/telemetry/quality';
import { RESOLUTIONS } from '../../../domain/telemetry/history';
import type { Instant } from '../../../domain/time';
import { gatewayHealth } from '../../../protocol/down';

/** A moment, as text with milliseconds in UTC. */
const moment = z.iso.datetime();
export const momentOf = (at: Instant): string => new Date(at).toISOString();
export const momentOrNull = (at: Instant | null | undefined): string | null =>
  at === null || at === undefined || !Number.isFinite(at) ? null : momentOf(at);

/** Every list: a page of items and the cursor of the next page, or null at the end. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

export const siteShape = z.object({
  id: siteId,
  name: z.string(),
  timeZone: z.string(),
  /** Counted over what the caller may see. */
  zones: z.number().int(),
  gateways: z.number().int(),
  drives: z.number().int(),
});

export const zoneShape = z.object({
  id: zoneId,
  site: siteId,
  name: z.string(),
  production: z.boolean(),
  targetLevels: z.array(z.number().int().min(0).max(4)).length(7),
  processOwners: z.array(z.string()),
  safetyImpact: z.enum(IMPACTS),
  missionImpact: z.enum(IMPACTS),
});

/** What the socket tells of a gateway, with its model, and with moments as text. */
export const gatewayShape = z.object({
  ...gatewayHealth.shape,
  model: z.string().nullable(),
  since: moment.nullable(),
  lastHeardAt: moment.nullable(),
  certificateNotAfter: moment.nullable(),
});

export const stateShape = z.object({
  run: z.enum(RUN_STATES),
  warning: z.boolean().nullable(),
  local: z.boolean().nullable(),
  sto: z.boolean().nullable(),
  faultCode: z.number().nullable(),
});

export const driveShape = z.object({
  id: driveId,
  name: z.string(),
  site: siteId.nullable(),
  zone: zoneId.nullable(),
  gateway: gatewayId,
  line: z.string(),
  family: z.enum(FAMILIES),
  model: z.string().nullable(),
  firmware: z.string().nullable(),
  serial: z.string().nullable(),
  expectedIntervalMs: z.number(),
  endOfService: z.string().nullable(),
  origin: z.enum(['plant-file', 'discovered']),
  simulated: z.boolean(),
  freshness: z.enum(FRESHNESS),
  lastReceivedAt: moment.nullable(),
  state: stateShape,
});

export const latestShape = z.object({
  drive: driveId,
  now: moment,
  freshness: z.enum(FRESHNESS),
  state: stateShape,
  /** Every signal that ever arrived, and every one that is expected; `value` is null for "never". */
  signals: z.array(
    z.object({
      signal: z.string(),
      label: z.string(),
      unit: z.string(),
      value: z.number().nullable(),
      sourceTime: moment.nullable(),
      receivedAt: moment.nullable(),
      quality: z.enum(QUALITIES).nullable(),
      freshness: z.enum(FRESHNESS),
    }),
  ),
});

export const historyShape = z.object({
  drive: driveId,
  signal: z.string(),
  unit: z.string(),
  resolution: z.enum(RESOLUTIONS),
  /** Two neighbours further apart than this have a gap between them. */
  gapMs: z.number(),
  items: z.array(
    z.object({
      t: moment,
      min: z.number(),
      max: z.number(),
      avg: z.number(),
      count: z.number().int(),
    }),
  ),
  next: z.string().nullable(),
});

export const quarantineShape = z.object({
  id: z.number().int(),
  gateway: z.string().nullable(),
  topic: z.string(),
  reason: z.string(),
  detail: z.string(),
  sha256: z.string(),
  size: z.number().int(),
  count: z.number().int(),
  firstSeenAt: moment,
  lastSeenAt: moment,
  /** The first bytes, at most 1,024, in base64. */
  head: z.string(),
});

export const auditShape = z.object({
  seq: z.number().int(),
  at: moment,
  actor: z.string(),
  action: z.string(),
  object: z.object({
    type: z.string(),
    id: z.string(),
    zone: z.string().nullable(),
    site: z.string().nullable(),
  }),
  result: z.enum(['done', 'refused', 'failed']),
  reason: z.string().nullable(),
  /** SHA-256 over a zero byte and the canonical body, hexadecimal. */
  leaf: z.string(),
  /** The canonical bytes as text: exactly what the leaf hash was made over. */
  body: z.string(),
});
