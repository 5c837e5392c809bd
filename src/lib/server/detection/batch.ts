import { isCanary } from '../../domain/alarms/canary';
import { EVENT_TYPES, eventType } from '../../domain/security/catalogue';
import type { EventType } from '../../domain/security/event-type';
import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import type { InboxRow } from '../storage/detection-inbox-store';
import {
  findByOrigin,
  findJoinable,
  findOngoing,
  type EventName,
  type SecurityEventRow,
} from '../storage/security-event-store';
import { Counting } from './counting';
import { Ledger, type Draft } from './ledger';
import { endedBy, isOnlyEndedByPerson } from './lifetime';
import type { RecentMemory } from './memory';
import type { Observation } from './observation';
import { settle, type Sinks } from './outcome';
import type { PlantReader } from './place';
import { observationsOf, originOf } from './reading';
import { UNKNOWN_TYPE } from './unknown-type';

export interface BatchParts extends Sinks {
  plant: PlantReader;
  memory: RecentMemory;
  /** Where the canary goes on: it is no event. */
  canary?: CanarySink | undefined;
  metrics?: DetectionMetrics | undefined;
}

/** What detection counts of itself. */
export interface DetectionMetrics {
  counted(type: string, records: number): void;
  /** A batch was committed, so long after its oldest report was received. */
  committed(waitMs: number): void;
}

export type CanarySink = (tx: Tx, body: unknown) => unknown;

const typeOf = (id: string): EventType | undefined => (id === UNKNOWN_TYPE.id ? UNKNOWN_TYPE : eventType(id));

/** Types of states that each type of event ends. */
const ENDS = endsByType();

function endsByType(): ReadonlyMap<string, readonly string[]> {
  const ends = new Map<string, string[]>();
  for (const type of Object.values(EVENT_TYPES)) {
    for (const cause of endedBy(type)) ends.set(cause, [...(ends.get(cause) ?? []), type.id]);
  }
  return ends;
}

/** Makes of reports what they mean, within one transaction. */
export async function takeReports(
  tx: Tx,
  taken: readonly InboxRow[],
  parts: BatchParts,
  now: Instant,
): Promise<void> {
  const reports = taken.filter((report) => !isCanary(report));
  if (reports.length > 0) await takeEvents(tx, reports, parts, now);
  for (const report of taken) if (isCanary(report)) parts.canary?.(tx, report.body);
}

async function takeEvents(
  tx: Tx,
  reports: readonly InboxRow[],
  parts: BatchParts,
  now: Instant,
): Promise<void> {
  const ledger = new Ledger(Object.values(EVENT_TYPES));
  const seen = reports.map((report) => observationsOf(report, parts.plant));
  const observations = seen.flat();
  const from = observations.reduce((at, one) => Math.min(at, one.at), now);
  const load = async (names: readonly EventName[]) =>
    ledger.load(await findJoinable(tx, names, from), typeOf);
  await load(observations.flatMap((one) => ledger.namesOf(one)));
  ledger.load(await findByOrigin(tx, reports.flatMap(endedOrigin)), typeOf);
  ledger.load(await findEndable(tx, observations), typeOf);

  const counting = new Counting({ tx, ledger, memory: parts.memory, load, now });
  const doubted: Draft[] = [];
  for (const [i, report] of reports.entries()) {
    for (const one of seen[i] ?? []) {
      await counting.take(one);
      endOthers(ledger, one);
    }
    if (report.kind === 'state-cleared') {
      for (const draft of ofOrigin(ledger, report)) ledger.endBySource(draft, report.receivedAt);
    }
    if (report.kind === 'state-doubted') doubted.push(...ofOrigin(ledger, report));
  }
  await settle(tx, ledger.changed, doubted, parts, now);
  tx.afterCommit(() => {
    counting.remember();
    for (const { type, count } of observations) parts.metrics?.counted(type.id, count);
  });
}

/** Types of states that nothing but a person ends. */
export const ENDED_BY_PERSON = Object.values(EVENT_TYPES)
  .filter(isOnlyEndedByPerson)
  .map(({ id }) => id);

/** Ends what has been quiet for long enough, or was ended by a person: states, and the conditions of moments' alarms. */
export async function endQuiet(
  tx: Tx,
  rows: readonly SecurityEventRow[],
  sinks: Sinks,
  now: Instant,
): Promise<void> {
  const ledger = new Ledger([]);
  // One whose type is not of the catalogue any more ends like a record that nobody understands.
  ledger.load(rows, (id) => typeOf(id) ?? UNKNOWN_TYPE);
  for (const draft of ledger.open) ledger.becomeQuiet(draft, now);
  await settle(tx, ledger.changed, [], sinks, now);
}

/** States that events among these end. */
async function findEndable(tx: Tx, observations: readonly Observation[]): Promise<SecurityEventRow[]> {
  const enders = observations.filter(({ type }) => ENDS.has(type.id));
  const gateways = enders.flatMap(({ place }) => (place.gateway === null ? [] : [place.gateway]));
  const types = enders.flatMap(({ type }) => ENDS.get(type.id) ?? []);
  return findOngoing(tx, [...new Set(gateways)], [...new Set(types)]);
}

function endOthers(ledger: Ledger, one: Observation): void {
  const types = ENDS.get(one.type.id);
  if (types === undefined || one.ends || one.historical) return;
  for (const draft of ledger.open) {
    const { row } = draft;
    const isMeant = row.kind === 'state' && row.gateway === one.place.gateway && types.includes(row.type);
    if (isMeant && row.lastSeenAt <= one.at) ledger.end(draft, one.at);
  }
}

const endedOrigin = (report: InboxRow): { gateway: GatewayId; origin: string }[] =>
  report.gateway !== null && (report.kind === 'state-cleared' || report.kind === 'state-doubted')
    ? [{ gateway: report.gateway, origin: originOf(report) }]
    : [];

const ofOrigin = (ledger: Ledger, report: InboxRow): Draft[] =>
  ledger.open.filter(({ row }) => row.gateway === report.gateway && row.origin === originOf(report));
