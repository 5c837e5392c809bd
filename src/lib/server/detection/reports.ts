import type { AlarmFacts, AlarmName, ConditionReport, ReportTime } from '../../domain/alarms/condition';
import { isEventTypeId } from '../../domain/security/catalogue';
import { priorityOf } from '../../domain/security/conclude';
import type { EventType } from '../../domain/security/event-type';
import { alarmKeyOf } from '../../domain/security/key';
import type { SecurityEventId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { NewSecurityEvent } from '../storage/security-event-store';

type Row = Pick<
  NewSecurityEvent,
  'gateway' | 'drive' | 'key' | 'fields' | 'text' | 'sourceTime' | 'severity'
>;

/** How a gateway's clock stands to ours, in ms. */
export type ClockOf = (row: Row) => { offsetMs: number; uncertaintyMs: number } | undefined;

/** The alarm that rows of a type raise: fewer than rows where a sender could make up as many as he likes. */
export const alarmNameOf = (type: EventType, { gateway, drive, fields }: Row): AlarmName => ({
  definition: type.id,
  gateway,
  drive,
  key: isEventTypeId(type.id) ? alarmKeyOf(type.id, fields) : '',
});

/** Equal for rows of one alarm. */
export const alarmKey = (name: AlarmName): string =>
  JSON.stringify([name.definition, name.gateway, name.drive, name.key]);

/** Says that the condition holds; what is worse than its type usually is has a higher priority. */
export function active(
  type: EventType,
  row: Row & { id: SecurityEventId; lastSeenAt: Instant },
  clockOf: ClockOf,
): ConditionReport {
  return {
    ...alarmNameOf(type, row),
    time: timeOf(row, row.lastSeenAt, clockOf),
    condition: 'active',
    text: row.text,
    priority: isEventTypeId(type.id) ? priorityOf(type.id, row.severity) : undefined,
    facts: factsOf(row.fields),
    event: row.id,
  };
}

export const normal = (type: EventType, row: Row, at: Instant, clockOf: ClockOf): ConditionReport => ({
  ...alarmNameOf(type, row),
  time: { ...timeOf(row, at, clockOf), sourceTime: undefined },
  condition: 'normal',
});

export const doubtful = (type: EventType, row: Row, at: Instant, clockOf: ClockOf): ConditionReport => ({
  ...alarmNameOf(type, row),
  time: { ...timeOf(row, at, clockOf), sourceTime: undefined },
  condition: 'unknown',
});

function timeOf(row: Row, at: Instant, clockOf: ClockOf): ReportTime {
  const clock = clockOf(row);
  return {
    receivedAt: at,
    sourceTime: row.sourceTime ?? undefined,
    clockOffsetMs: clock?.offsetMs,
    clockUncertaintyMs: clock?.uncertaintyMs,
  };
}

const factsOf = (fields: Row['fields']): AlarmFacts =>
  Object.fromEntries(
    Object.entries(fields)
      .slice(0, 20)
      .map(([name, value]) => [name, typeof value === 'boolean' ? String(value) : value]),
  );
