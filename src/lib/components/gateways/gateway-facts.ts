import { staleAfterMs } from '$lib/domain/telemetry/quality';
import { SECOND_MS, type Instant } from '$lib/domain/time';
import type { GatewayCommandView, GatewayPermissionView } from '$lib/protocol/gateway-commands';
import { DIAGNOSTIC, entityName, saidOf, type SaidAlarm, type SaidEvent } from './said';

/** A name and what stands behind it, ready to read. */
interface NamedFact {
  label: string;
  value: string;
}

/** A service of a gateway and how it says it is. */
interface ServiceHealth {
  name: string;
  status: string;
  since: Instant;
  heardAt: Instant;
}

export interface CertificateFact {
  serial: string;
  issuer: string;
  fingerprint: string;
  notBefore: Instant;
  notAfter: Instant;
  lastSeenAt: Instant | null;
  revokedAt: Instant | null;
}

/** Everything about a gateway that the database knows, as of one moment. */
export interface GatewayRecord {
  at: Instant;
  versions: readonly NamedFact[];
  services: readonly ServiceHealth[];
  certificates: readonly CertificateFact[];
  alarms: readonly SaidAlarm[];
  events: readonly SaidEvent[];
  diagnostics: readonly SaidEvent[];
  /** What it lets itself be asked to do. */
  capabilities: readonly string[];
  commands: readonly { name: string; status: string; since: Instant }[];
  /** What playbooks may ask it for, and what they asked it for last. */
  permissions: readonly GatewayPermissionView[];
  asked: readonly GatewayCommandView[];
}

export type RecordAnswer = ({ ok: true } & GatewayRecord) | { ok: false; message: string };

/** A page asks again this often for what a gateway says of itself. */
export const ASKED_EVERY_MS = 15 * SECOND_MS;

/**
 * Whether what a gateway said of itself, read at `at`, is about the present: while its server is heard, the
 * gateway is connected, and the reading is no older than any value may be (D9).
 */
export const saysNow = (
  { at }: { at: Instant },
  now: Instant,
  { isHeard, isUp }: { isHeard: boolean; isUp: boolean },
): boolean => isHeard && isUp && now - at <= staleAfterMs(ASKED_EVERY_MS);

interface Rows {
  states: readonly {
    topicId: string;
    channel: string;
    name: string;
    status: string;
    body: unknown;
    since: Instant;
    receivedAt: Instant;
    unconfirmedSince: Instant | null;
  }[];
  events: Parameters<typeof saidOf>[1]['events'];
  entities: readonly { topicId: string; name: string | null }[];
  certificates: readonly CertificateFact[];
  permissions: readonly GatewayPermissionView[];
  commands: readonly GatewayCommandView[];
}

const MAIN = 'device/main//';

/** Sorts what a gateway says of itself into what its page shows. */
export function recordOf(at: Instant, rows: Rows): GatewayRecord {
  const { states, events, entities, certificates } = rows;
  const names = new Map(entities.map(({ topicId, name }) => [topicId, name ?? entityName(topicId)]));
  const own = states.filter(({ topicId }) => topicId === MAIN);
  const said = saidOf(at, { states, events });
  return {
    at,
    versions: own
      .filter(({ channel }) => channel === 'twin')
      .filter(({ name }) => name !== CERTIFICATE_TWIN)
      .map(({ name, body }) => ({ label: twinLabel(name), value: inWords(body) })),
    services: states
      .filter(({ channel }) => channel === 'health')
      .map(({ topicId, status, since, receivedAt }) => ({
        name: names.get(topicId) ?? entityName(topicId),
        status,
        since,
        heardAt: receivedAt,
      })),
    certificates: certificates.map(
      ({ serial, issuer, fingerprint, notBefore, notAfter, lastSeenAt, revokedAt }) => ({
        serial,
        issuer,
        fingerprint,
        notBefore,
        notAfter,
        lastSeenAt,
        revokedAt,
      }),
    ),
    alarms: said.alarms,
    events: said.events.filter(({ type }) => type !== DIAGNOSTIC),
    diagnostics: said.events.filter(({ type }) => type === DIAGNOSTIC),
    capabilities: own.filter(({ channel }) => channel === 'capability').map(({ name }) => name),
    commands: own
      .filter(({ channel }) => channel === 'command')
      .map(({ name, status, since }) => ({ name, status, since })),
    permissions: rows.permissions.map(({ operation, types, allowedBy, allowedAt }) => ({
      operation,
      types,
      allowedBy,
      allowedAt,
    })),
    asked: rows.commands.map(askedView),
  };
}

/** What the page needs of a command; what was sent in it is in the record of its run. */
const askedView = ({
  id,
  operation,
  run,
  askedAt,
  deadline,
  sentAt,
  outcome,
  endedAt,
  clearedAt,
}: GatewayCommandView) => ({
  id,
  operation,
  run,
  askedAt,
  deadline,
  sentAt,
  outcome,
  endedAt,
  clearedAt,
});

/** Said by the gateway of the certificate that we see ourselves, and keep, anyway. */
const CERTIFICATE_TWIN = 'tedge_Certificate';

const TWIN_LABELS: Readonly<Record<string, string>> = {
  device_OS: 'Operating system',
  device_Agent: 'Agent',
  firmware: 'Firmware',
  software: 'Software',
};

const twinLabel = (name: string): string => TWIN_LABELS[name] ?? name;

const MOST_PARTS = 12;
/** Fields whose value speaks for itself. */
const PLAIN: ReadonlySet<string> = new Set(['name', 'family', 'version']);

/** Anything JSON can say on one line: `Debian GNU/Linux, 12`, `status active, validUntil 2027-01-28`. */
export function inWords(body: unknown): string {
  if (Array.isArray(body)) return body.slice(0, MOST_PARTS).map(inWords).join('; ') || 'nothing';
  if (typeof body !== 'object' || body === null) return String(body ?? 'nothing');
  const parts = Object.entries(body)
    .filter(([key]) => key !== 'simulated')
    .slice(0, MOST_PARTS)
    .map(([key, value]) => (PLAIN.has(key) ? inWords(value) : `${key} ${inWords(value)}`));
  return parts.join(', ') || 'nothing';
}
