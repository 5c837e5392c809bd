import { z } from 'zod';
import { driveId, gatewayId, siteId, zoneId } from '../domain/ids';
import { FAMILIES } from '../domain/plant/families';
import { alarmSnapshot, alarmsChanged, canaryHeard, floodChanged } from './alarms';
import { incidentChanged, incidentSnapshot, type IncidentPresence } from './incidents';
import { runChanged, runSnapshot } from './runs';
import { postureChanged } from './posture';
import { eventsChanged } from './security-events';

const instant = z.number();

/** First message of a connection. */
export const hello = z.object({
  protocol: z.number().int(),
  now: instant,
  build: z.string(),
  plantName: z.string(),
  simulated: z.boolean(),
  heartbeatMs: z.number().int().positive(),
  /** End of the session; the page warns before it. */
  sessionEndsAt: instant,
});
export type Hello = z.infer<typeof hello>;

/**
 * Whether a hop of the way works, and since when. `reason` says in plain words why it is down, to complete
 * "Not recording: ...", such as "disk full".
 */
const hop = z.object({
  state: z.enum(['ok', 'down', 'starting']),
  since: instant,
  reason: z.string().optional(),
});

/** Once a second to everybody: the server lives, and so far the rest of the way. */
export const heartbeat = z.object({
  now: instant,
  /** Number of the newest durable entry that this client may have; behind it, something was missed. */
  head: z.number().int().nonnegative(),
  database: hop,
  broker: hop,
  /** Gateways of the client's own scope. */
  gateways: z.object({ live: z.number().int(), total: z.number().int(), held: z.number().int() }),
  /** Drives of the client's own scope, by freshness. */
  drives: z.object({
    live: z.number().int(),
    stale: z.number().int(),
    lost: z.number().int(),
    never: z.number().int(),
  }),
  /** Sites of the client's own scope that have at least one live gateway. */
  sites: z.object({ live: z.number().int(), total: z.number().int() }),
  /** Milliseconds between two frames at present; more than usual under load. */
  frameMs: z.number().int().positive(),
});
export type Heartbeat = z.infer<typeof heartbeat>;

/** A drive as a frame's index refers to it. */
export const layoutDrive = z.object({
  id: driveId,
  name: z.string(),
  site: siteId.nullable(),
  zone: zoneId.nullable(),
  gateway: gatewayId,
  line: z.string(),
  family: z.enum(FAMILIES),
  model: z.string().nullable(),
  expectedIntervalMs: z.number(),
  simulated: z.boolean(),
});
export type LayoutDrive = z.infer<typeof layoutDrive>;

/**
 * What the indices in a view's frames mean. Sent on watching and whenever it changes; a frame of another
 * version of the layout is not used.
 */
export const layout = z.object({
  view: z.string(),
  /** Number that the view's frames carry. */
  room: z.number().int().nonnegative(),
  version: z.number().int().nonnegative(),
  drives: z.array(layoutDrive),
  /** Drive view only: names and units of signals outside the canon, in the order of their indices. */
  extras: z.array(z.object({ name: z.string(), unit: z.string() })),
});
export type Layout = z.infer<typeof layout>;

/** Aggregates of one site, counted over what the client may see. Numbers without a live source are null. */
export const siteSummary = z.object({
  site: siteId,
  drives: z.number().int(),
  running: z.number().int(),
  tripped: z.number().int(),
  warning: z.number().int(),
  live: z.number().int(),
  stale: z.number().int(),
  lost: z.number().int(),
  never: z.number().int(),
  powerKw: z.number().nullable(),
  meanLoadPct: z.number().nullable(),
  /** Age in ms of the oldest drive value that is still live or stale; null when there is none. */
  driveAgeMs: z.number().nullable(),
  /** Time in ms since the site's quietest connected gateway was last heard. */
  gatewayAgeMs: z.number().nullable(),
  gatewaysLive: z.number().int(),
  gatewaysTotal: z.number().int(),
});
export type SiteSummary = z.infer<typeof siteSummary>;

/** One figure at the top of Overview; `drive` is where an extreme comes from, `known` of `of` what was counted. */
export const kpi = z.object({
  key: z.enum([
    'power',
    'running',
    'mean-load',
    'energy-today',
    'hottest-heatsink',
    'highest-dc-link',
    'values-fresh',
    'tripped',
    'warnings',
    'gateways-live',
  ]),
  value: z.number().nullable(),
  known: z.number().int(),
  of: z.number().int(),
  drive: driveId.nullable(),
  /** One value per 30 s over the last hour, oldest first; null is a gap. */
  history: z.array(z.number().nullable()).max(121),
});
export type Kpi = z.infer<typeof kpi>;

/** Once a second while the fleet is watched. */
export const summary = z.object({ now: instant, kpis: z.array(kpi), sites: z.array(siteSummary) });
export type Summary = z.infer<typeof summary>;

/** How a gateway's connection is: `held` reads no further because our database does not take more. */
export const gatewayLink = z.enum(['live', 'silent', 'held', 'offline', 'never', 'revoked']);
export type GatewayLink = z.infer<typeof gatewayLink>;

export const gatewayHealth = z.object({
  id: gatewayId,
  name: z.string(),
  site: siteId.nullable(),
  zone: zoneId.nullable(),
  link: gatewayLink,
  /** When the present link state began. */
  since: instant.nullable(),
  lastHeardAt: instant.nullable(),
  messagesPerSecond: z.number(),
  /** Messages and bytes read but not yet committed. */
  heldMessages: z.number().int(),
  heldBytes: z.number().int(),
  rateLimited: z.boolean(),
  /** Device clock minus ours, in ms; null until measured. */
  clockOffsetMs: z.number().nullable(),
  clockUncertaintyMs: z.number().nullable(),
  certificateNotAfter: instant.nullable(),
  drivesLive: z.number().int(),
  drivesTotal: z.number().int(),
});
export type GatewayHealth = z.infer<typeof gatewayHealth>;

/** Once a second per watched site or gateway view. */
export const gateways = z.object({ view: z.string(), now: instant, gateways: z.array(gatewayHealth) });
export type Gateways = z.infer<typeof gateways>;

/** News of the durable stream; exactly once per client and in order. */
export const durableEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('gateway.presence'),
    gateway: gatewayId,
    link: gatewayLink,
    since: instant,
    reason: z.string(),
  }),
  z.object({
    type: z.literal('notice.raised'),
    key: z.string(),
    severity: z.enum(['info', 'warning', 'problem']),
    text: z.string(),
    since: instant,
  }),
  z.object({ type: z.literal('notice.cleared'), key: z.string(), at: instant }),
  alarmsChanged,
  floodChanged,
  canaryHeard,
  incidentChanged,
  runChanged,
  eventsChanged,
  postureChanged,
]);
export type DurableEvent = z.infer<typeof durableEvent>;

/** `previous` is the number of the entry that this client had before: a difference is a gap. */
export const durable = z.object({
  seq: z.number().int().positive(),
  previous: z.number().int().nonnegative(),
  at: instant,
  event: durableEvent,
});
export type Durable = z.infer<typeof durable>;

/** State of everything the durable stream tells of, as of entry `head`. */
export const durableSnapshot = z.object({
  head: z.number().int().nonnegative(),
  presence: z.array(z.object({ gateway: gatewayId, link: gatewayLink, since: instant.nullable() })),
  notices: z.array(
    z.object({
      key: z.string(),
      severity: z.enum(['info', 'warning', 'problem']),
      text: z.string(),
      since: instant,
    }),
  ),
  alarms: alarmSnapshot,
  incidents: incidentSnapshot,
  runs: runSnapshot,
  /** Events that wait for review, per visible zone. */
  toReview: z.array(z.object({ zone: zoneId.nullable(), count: z.number().int() })),
});
export type DurableSnapshot = z.infer<typeof durableSnapshot>;

/**
 * The audit log has entries that this client may read, up to number `head`. A hint to look again, at most once
 * a second: the log itself is read over HTTP.
 */
export const auditGrown = z.object({ head: z.number().int().nonnegative() });
export type AuditGrown = z.infer<typeof auditGrown>;

/** Last message before the server closes a socket. */
export const ended = z.object({
  reason: z.enum(['session-ended', 'access-changed', 'server-stopping', 'too-slow', 'protocol-error']),
});
export type Ended = z.infer<typeof ended>;

/** Socket.IO event map, server to browser. `frame` is described in frame.ts. */
export interface DownEvents {
  hello: (message: Hello) => void;
  heartbeat: (message: Heartbeat) => void;
  layout: (message: Layout) => void;
  frame: (bytes: ArrayBuffer | ArrayBufferView) => void;
  summary: (message: Summary) => void;
  gateways: (message: Gateways) => void;
  durable: (message: Durable) => void;
  snapshot: (message: DurableSnapshot) => void;
  audit: (message: AuditGrown) => void;
  presence: (message: IncidentPresence) => void;
  ended: (message: Ended) => void;
}
