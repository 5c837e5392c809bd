import { eventType } from '../../domain/security/catalogue';
import type { ConditionReport } from '../../domain/alarms/condition';
import type { IncidentSignal } from '../../domain/incidents/signal';
import type { GatewayId, SecurityEventId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Tx } from '../storage/database';
import {
  findOngoing,
  insertSecurityEvents,
  linkAlarms,
  updateSecurityEvents,
  type AlarmLink,
  type NewSecurityEvent,
} from '../storage/security-event-store';
import type { Draft } from './ledger';
import { tellEvents } from './news';
import { active, alarmKey, alarmNameOf, doubtful, normal, type ClockOf } from './reports';
import { signalOf } from './signals';

/** The alarms, as far as detection needs them. */
export interface AlarmSink {
  take(tx: Tx, reports: readonly ConditionReport[]): Promise<void>;
}

/** The incidents, as far as detection needs them. */
export interface IncidentSink {
  correlate(tx: Tx, signals: readonly IncidentSignal[]): Promise<void>;
}

/** Who is told what rows became. */
export interface Sinks {
  alarms: AlarmSink;
  incidents: IncidentSink;
  clockOf: ClockOf;
  bus: Bus;
}

/** Writes what became of the rows and tells everybody whom it concerns, in the order in which locks are taken. */
export async function settle(
  tx: Tx,
  changed: readonly Draft[],
  doubted: readonly Draft[],
  { alarms, incidents, clockOf, bus }: Sinks,
  now: Instant,
): Promise<void> {
  await write(tx, changed);
  const conditions = await conditionsOf(tx, changed, doubted, now, clockOf);
  if (conditions.length > 0) await alarms.take(tx, conditions);
  await linkAlarms(tx, linksOf(changed));
  const signals = changed
    .filter((draft) => draft.isNews && isLive(draft))
    .flatMap(({ row }) => (hasId(row) ? [signalOf(row, clockOf)] : []));
  if (signals.length > 0) await incidents.correlate(tx, signals);
  const shown = changed.filter((draft) => draft.isCounted || draft.hasEnded);
  tellEvents(tx, bus, idsOf(shown), now);
}

async function write(tx: Tx, changed: readonly Draft[]): Promise<void> {
  const fresh = changed.filter(({ row }) => row.id === undefined);
  const known = changed.flatMap(({ row }) => (hasId(row) ? [row] : []));
  const ids = await insertSecurityEvents(
    tx,
    fresh.map(({ row }) => row),
  );
  for (const [i, { row }] of fresh.entries()) {
    const id = ids[i];
    if (id !== undefined) row.id = id;
  }
  await updateSecurityEvents(tx, known);
}

const hasId = (row: Draft['row']): row is NewSecurityEvent & { id: SecurityEventId } => row.id !== undefined;

const idsOf = (drafts: readonly Draft[]): SecurityEventId[] =>
  drafts.flatMap(({ row }) => (row.id === undefined ? [] : [row.id]));

/** What was forwarded late is written down and raises nothing, unless it is a state that still goes on. */
const isLive = ({ row, hasEnded }: Draft): boolean => !row.historical || (row.kind === 'state' && !hasEnded);

/** Whether the row raises an alarm; what our own watch judges is only witnessed by a gateway's report. */
const raisesAlarm = ({ row, type }: Draft): boolean => row.response === 'act' && type.judgedBy === 'report';

/**
 * The conditions of alarms, in the order in which they came about. Several rows may be of one alarm: it is said to be
 * active once, by its youngest row, and over when no row of it goes on.
 */
async function conditionsOf(
  tx: Tx,
  changed: readonly Draft[],
  doubted: readonly Draft[],
  now: Instant,
  clockOf: ClockOf,
): Promise<ConditionReport[]> {
  const ours = changed.filter(raisesAlarm);
  const isOver = (draft: Draft): boolean => draft.hasEnded || draft.alarmReturns;
  const heldUp = new Set([
    ...ours.filter((draft) => draft.isCounted && !isOver(draft)).map(keyOf),
    ...(await stillGoing(tx, ours.filter(isOver), changed)),
  ]);
  const actives = ours
    .filter(
      (draft) => draft.isCounted && isLive(draft) && !draft.alarmReturns && (draft.isNews || !isOver(draft)),
    )
    .flatMap(({ type, row }) => (hasId(row) ? [active(type, row, clockOf)] : []));
  const normals = ours
    .filter((draft) => isOver(draft) && !heldUp.has(keyOf(draft)))
    .map(({ type, row }) => normal(type, row, now, clockOf));
  const unknowns = doubted.filter(raisesAlarm).map(({ type, row }) => doubtful(type, row, now, clockOf));
  return [actives, normals, unknowns].flatMap((reports) => [
    ...new Map(reports.map((report) => [alarmKey(report), report])).values(),
  ]);
}

const keyOf = ({ type, row }: Draft): string => alarmKey(alarmNameOf(type, row));

/** Names of alarms of ending rows that another row still holds up. */
async function stillGoing(
  tx: Tx,
  ending: readonly Draft[],
  changed: readonly Draft[],
): Promise<readonly string[]> {
  const gateways = new Set<GatewayId>(
    ending.flatMap(({ row }) => (row.gateway === null ? [] : [row.gateway])),
  );
  const ongoing = await findOngoing(tx, [...gateways], [...new Set(ending.map(({ row }) => row.type))]);
  const touched = new Set(idsOf(changed));
  return ongoing
    .filter((row) => row.response === 'act' && !touched.has(row.id))
    .flatMap((row) => {
      const type = eventType(row.type);
      return type === undefined ? [] : [alarmKey(alarmNameOf(type, row))];
    });
}

/** Which alarm each row belongs to, those included that another row of the same alarm has spoken for. */
const linksOf = (changed: readonly Draft[]): AlarmLink[] =>
  changed
    .filter((draft) => raisesAlarm(draft) && draft.isCounted && isLive(draft))
    .flatMap(({ type, row }) => (hasId(row) ? [{ event: row.id, ...alarmNameOf(type, row) }] : []));
