import type { ConditionReport } from '../../domain/alarms/condition';
import type { AlarmDefinition } from '../../domain/alarms/definition';
import { FLOOD_WINDOW_MS } from '../../domain/alarms/flood';
import { isChattering, withActivation } from '../../domain/alarms/noise';
import type { Priority } from '../../domain/alarms/priority';
import { outgrows } from '../../domain/alarms/shelving';
import type { AlarmOccurrenceRow } from '../storage/alarm-store';
import { PROGRAM, type AlarmChanges, type When, type Working } from './changes';

type Active = Extract<ConditionReport, { condition: 'active' }>;

/** What a report may not be longer than; the rest is cut. */
const LONGEST_TEXT = 500;

/**
 * Has an alarm follow what was reported of its condition. `number` is for a new occurrence; `cause` is the
 * occurrence that explains it by now. Tells whether a new occurrence has begun.
 */
export function follow(
  changes: AlarmChanges,
  alarm: Working,
  report: ConditionReport,
  definition: AlarmDefinition,
  { number, cause }: { number: () => number; cause: number | undefined },
): boolean {
  const when = whenOf(report);
  switch (report.condition) {
    case 'active': {
      if (alarm.occurrence?.active === true) {
        repeat(changes, alarm, report, definition, when);
        return false;
      }
      const { isLatching } = definition;
      const recent = withActivation(alarm.point.recent, when.at);
      const outgrowsShelf = isOutgrown(alarm, report.priority ?? definition.priority);
      const event = { type: 'activated' as const, isLatching, isHeld: cause !== undefined, outgrowsShelf };
      changes.apply(alarm, event, PROGRAM, when, {
        begin: () => begun(alarm, report, definition, number(), isChattering(recent)),
        set: (point) => {
          point.recent = recent;
          if (cause !== undefined) holdBy(changes, alarm, cause);
        },
      });
      return true;
    }
    case 'normal':
      speaks(changes, alarm, when);
      changes.apply(alarm, { type: 'returned' }, PROGRAM, when, {
        set: (_, occurrence) => {
          if (occurrence !== undefined) occurrence.returnedAt = when.at;
        },
      });
      return false;
    case 'unknown':
      if (alarm.occurrence?.active === true && alarm.occurrence.unknownSince === null) {
        alarm.occurrence.unknownSince = when.at;
        changes.note(alarm, 'unknown', PROGRAM, when);
        changes.touch(alarm);
      }
      return false;
  }
}

/** Writes down what explains an alarm, and that the cause explains one more. */
export function holdBy(changes: AlarmChanges, { point, occurrence }: Working, cause: number): void {
  if (point.heldBy !== null && point.heldBy !== cause) changes.touchCause(point.heldBy);
  if (point.heldBy !== cause) point.heldAt = changes.moment().at;
  point.heldBy = cause;
  point.releaseAt = null;
  if (occurrence !== undefined) occurrence.cause = cause;
  changes.touchCause(cause);
}

/** The same condition, said again: nothing that people did to the alarm changes by it. */
function repeat(
  changes: AlarmChanges,
  alarm: Working,
  report: Active,
  definition: AlarmDefinition,
  when: When,
): void {
  const { occurrence } = alarm;
  if (occurrence === undefined) return;
  speaks(changes, alarm, when);
  Object.assign(occurrence, detailsOf(report), { count: occurrence.count + 1 });
  changes.touch(alarm);
  // Falling while it is open it stays what it was at its worst: a lower one would hide what has been.
  const priority = report.priority ?? definition.priority;
  if (priority >= occurrence.priority) return;
  const outgrowsShelf = isOutgrown(alarm, priority);
  occurrence.priority = priority;
  changes.apply(alarm, { type: 'escalated', outgrowsShelf }, PROGRAM, when);
}

/** Shelves of old say not for what they were granted: then for the occurrence as it was until now. */
function isOutgrown({ point, occurrence }: Working, priority: Priority): boolean {
  const granted = point.shelf?.priority ?? occurrence?.priority;
  return point.shelf !== null && granted !== undefined && outgrows(priority, granted);
}

/** Its source tells something again. */
function speaks(changes: AlarmChanges, alarm: Working, when: When): void {
  if (alarm.occurrence === undefined || alarm.occurrence.unknownSince === null) return;
  alarm.occurrence.unknownSince = null;
  changes.note(alarm, 'known', PROGRAM, when);
  changes.touch(alarm);
}

function begun(
  { point }: Working,
  report: Active,
  definition: AlarmDefinition,
  id: number,
  chattering: boolean,
): AlarmOccurrenceRow {
  const { id: of, gateway, drive, key, site, zone } = point;
  const { receivedAt, sourceTime, clockOffsetMs, clockUncertaintyMs } = report.time;
  return {
    id,
    point: of,
    revision: 1,
    definition: definition.id,
    version: definition.version,
    title: definition.title,
    kind: definition.kind,
    priority: report.priority ?? definition.priority,
    gateway,
    drive,
    key,
    site,
    zone,
    ...detailsOf(report),
    active: true,
    acked: false,
    confirmed: false,
    latched: false,
    withheld: 'no',
    chattering,
    firstOut: 'no',
    count: 1,
    raisedAt: receivedAt,
    sourceTime: sourceTime ?? null,
    clockOffsetMs: clockOffsetMs ?? null,
    clockUncertaintyMs: clockUncertaintyMs ?? null,
    unknownSince: null,
    returnedAt: null,
    acknowledgement: null,
    confirmation: null,
    resetting: null,
    cause: null,
    incident: null,
    closedAt: null,
    bucket: 0,
  };
}

const detailsOf = (report: Active) => ({
  text: report.text.slice(0, LONGEST_TEXT),
  facts: report.facts ?? {},
  value: report.value ?? null,
  limit: report.limit ?? null,
  unit: report.unit ?? null,
  event: report.event ?? null,
});

/** What was kept on its way for longer than floods are counted over, is history where rates are counted. */
function whenOf({ time }: ConditionReport): When {
  const { receivedAt, sourceTime, clockOffsetMs = 0, clockUncertaintyMs } = time;
  const when: When = { at: receivedAt, sourceTime: sourceTime ?? null };
  if (sourceTime === undefined || clockUncertaintyMs === undefined) return when;
  const happenedAt = sourceTime - clockOffsetMs;
  return receivedAt - happenedAt > FLOOD_WINDOW_MS ? { ...when, countsAt: happenedAt } : when;
}
