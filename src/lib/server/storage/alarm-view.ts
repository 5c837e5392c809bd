import { eq, sql } from 'drizzle-orm';
import { isAnnunciated, stateOf, type AlarmFlags } from '../../domain/alarms/state';
import {
  alarmId,
  driveId,
  gatewayId,
  incidentId,
  securityEventId,
  siteId,
  zoneId,
  type AlarmId,
} from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { AlarmView } from '../../protocol/alarms';
import { isAnyOf, type AlarmOccurrenceRow, type AlarmPointRow } from './alarm-store';
import type { Tx } from './database';
import { alarmOccurrence } from './schema/alarm-occurrence';
import { alarmPoint } from './schema/alarm-point';

/** What withholds an alarm; its newest occurrence is the one it is said of. */
type Withholding = Pick<
  AlarmPointRow,
  'occurrence' | 'shelving' | 'shelf' | 'suppression' | 'heldBy' | 'outOfService'
>;
type OccurrenceFlags = Pick<
  AlarmOccurrenceRow,
  'id' | 'active' | 'acked' | 'confirmed' | 'latched' | 'closedAt'
>;

/** A shelf that is over withholds nothing, whether or not somebody has put it away yet. */
export const isShelved = (point: Pick<AlarmPointRow, 'shelving' | 'shelf'>, now: Instant): boolean =>
  point.shelving !== 'none' && point.shelf !== null && point.shelf.until > now;

/** The flags of an alarm as they are at that moment. */
export function flagsOf(
  point: Withholding,
  occurrence: OccurrenceFlags | undefined,
  now: Instant,
): AlarmFlags {
  const isNewest = occurrence === undefined || point.occurrence === occurrence.id;
  return {
    occurrence: occurrence === undefined ? 'none' : occurrence.closedAt === null ? 'open' : 'closed',
    active: occurrence?.active ?? false,
    acked: occurrence?.acked ?? false,
    confirmed: occurrence?.confirmed ?? false,
    latched: occurrence?.latched ?? false,
    shelving: isNewest && isShelved(point, now) ? point.shelving : 'none',
    suppressed: isNewest && point.suppression !== null,
    held: isNewest && point.heldBy !== null,
    outOfService: isNewest && point.outOfService !== null,
  };
}

/** Who is said to have done what the program did by itself. */
const PROGRAM = 'Zonewatch';

/** An occurrence as everybody who may see it sees it at that moment. `held` is how many alarms it explains. */
export function alarmViewOf(
  occurrence: AlarmOccurrenceRow,
  point: AlarmPointRow,
  held: number,
  now: Instant,
): AlarmView {
  const o = occurrence;
  const flags = flagsOf(point, occurrence, now);
  const state = stateOf(flags);
  const isNewest = point.occurrence === o.id;
  const cause = isNewest && point.heldBy !== null ? alarmId.parse(point.heldBy) : null;
  return {
    id: alarmId.parse(o.id),
    revision: o.revision,
    definition: o.definition,
    title: o.title,
    text: o.text,
    kind: o.kind,
    priority: o.priority,
    site: o.site === '' ? null : siteId.parse(o.site),
    zone: o.zone === '' ? null : zoneId.parse(o.zone),
    gateway: o.gateway === '' ? null : gatewayId.parse(o.gateway),
    drive: o.drive === '' ? null : driveId.parse(o.drive),
    key: o.key,
    state,
    active: o.active,
    acked: o.acked,
    latched: o.latched,
    isAnnunciated: isAnnunciated(state),
    isChattering: o.chattering,
    unknownSince: o.unknownSince,
    raisedAt: o.raisedAt,
    sourceTime: o.sourceTime,
    clockUncertaintyMs: o.clockUncertaintyMs,
    firstOut: o.firstOut,
    returnedAt: o.returnedAt,
    acknowledged: o.acknowledgement,
    confirmed: o.confirmation,
    reset: o.resetting,
    shelved: shelfOf(flags, point),
    suppressed: suppressionOf(flags, point, cause),
    outOfService: flags.outOfService ? point.outOfService : null,
    shelfAsked: askingOf(isNewest, point, now),
    count: o.count,
    value: o.value,
    limit: o.limit,
    unit: o.unit,
    facts: o.facts,
    cause,
    held,
    incident: o.incident === null ? null : incidentId.parse(o.incident),
    event: o.event === null ? null : securityEventId.parse(o.event),
    closedAt: o.closedAt,
  };
}

function shelfOf({ shelving }: AlarmFlags, { shelf }: AlarmPointRow): AlarmView['shelved'] {
  if (shelving === 'none' || shelf === null) return null;
  const { by, at, note, until, with: second } = shelf;
  return { by: second === undefined ? by : `${by}, ${second}`, at, note, mode: shelving, until };
}

function suppressionOf(
  { suppressed, held }: AlarmFlags,
  { suppression, heldAt }: AlarmPointRow,
  cause: AlarmId | null,
): AlarmView['suppressed'] {
  if (suppressed && suppression !== null) return { ...suppression, cause };
  return held ? { by: PROGRAM, at: heldAt ?? 0, note: '', cause } : null;
}

function askingOf(isNewest: boolean, { shelfAsked }: AlarmPointRow, now: Instant): AlarmView['shelfAsked'] {
  return isNewest && shelfAsked !== null && shelfAsked.until > now ? shelfAsked : null;
}

/** How many alarms the occurrence explains now. */
const HELD = sql<number>`(select count(*)::integer from alarm_point held where held.held_by = ${alarmOccurrence.id})`;

/** Occurrences by id, in the order of the ids; those that do not exist are left out. */
export async function readAlarmViews(tx: Tx, ids: readonly number[], now: Instant): Promise<AlarmView[]> {
  if (ids.length === 0) return [];
  const rows = await tx.orm
    .select({ occurrence: alarmOccurrence, point: alarmPoint, held: HELD })
    .from(alarmOccurrence)
    .innerJoin(alarmPoint, eq(alarmPoint.id, alarmOccurrence.point))
    .where(isAnyOf(alarmOccurrence.id, ids));
  const views = new Map(
    rows.map(({ occurrence, point, held }) => [occurrence.id, alarmViewOf(occurrence, point, held, now)]),
  );
  return ids.flatMap((id) => views.get(alarmId.parse(id)) ?? []);
}
