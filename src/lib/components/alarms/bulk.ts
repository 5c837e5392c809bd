import { PRIORITIES, type Priority } from '$lib/domain/alarms/priority';
import { MOST_ACKNOWLEDGED_AT_ONCE, MOST_SHELVED_AT_ONCE } from '$lib/domain/alarms/shelving';
import { isAcknowledgeable, isWithheld } from '$lib/live/alarm-order';
import type { BulkOutcome } from '$lib/live/alarm-acts.svelte';
import type { AlarmView } from '$lib/protocol/alarms';

/** What one act upon many would do, and what it leaves out and why. */
export interface Bulk {
  alarms: readonly AlarmView[];
  perPriority: Readonly<Record<Priority, number>>;
  /** Of the highest priority: acknowledged one by one, never in a bulk (D11). */
  highest: number;
  /** In a zone where the person may not. */
  notAllowed: number;
  /** Beyond what one act may take. */
  tooMany: number;
}

function bulkOf(
  candidates: readonly AlarmView[],
  may: (alarm: AlarmView) => boolean,
  most: number,
  withHighest: boolean,
): Bulk {
  const allowed = candidates.filter(may);
  const fit = withHighest ? allowed : allowed.filter(({ priority }) => priority !== 1);
  const alarms = fit.slice(0, most);
  return {
    alarms,
    perPriority: countPerPriority(alarms),
    highest: allowed.length - fit.length,
    notAllowed: candidates.length - allowed.length,
    tooMany: fit.length - alarms.length,
  };
}

/** What "Acknowledge visible" takes: what was on the screen at the click, and nothing that came after it. */
export const acknowledgeBulk = (shown: readonly AlarmView[], may: (alarm: AlarmView) => boolean): Bulk =>
  bulkOf(
    shown.filter((alarm) => isAcknowledgeable(alarm) && !isWithheld(alarm)),
    may,
    MOST_ACKNOWLEDGED_AT_ONCE,
    // Alone it is no bulk.
    shown.length === 1,
  );

/** What may be shelved together. The highest priority is left out: it needs a second person. */
export const shelveBulk = (shown: readonly AlarmView[], may: (alarm: AlarmView) => boolean): Bulk =>
  bulkOf(
    shown.filter((alarm) => alarm.closedAt === null && !isWithheld(alarm)),
    may,
    MOST_SHELVED_AT_ONCE,
    false,
  );

/** What may be confirmed together: nothing that still has to be looked at alone, and nothing that was confirmed. */
export const confirmBulk = (shown: readonly AlarmView[], may: (alarm: AlarmView) => boolean): Bulk =>
  bulkOf(
    shown.filter((alarm) => alarm.closedAt === null && alarm.confirmed === null),
    may,
    MOST_SHELVED_AT_ONCE,
    shown.length === 1,
  );

/** What may be suppressed together, with one reason. */
export const suppressBulk = (shown: readonly AlarmView[], may: (alarm: AlarmView) => boolean): Bulk =>
  bulkOf(
    shown.filter((alarm) => alarm.closedAt === null && alarm.suppressed === null),
    may,
    MOST_SHELVED_AT_ONCE,
    shown.length === 1,
  );

export function countPerPriority(alarms: Iterable<Pick<AlarmView, 'priority'>>): Record<Priority, number> {
  const counts: Record<Priority, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
  for (const { priority } of alarms) counts[priority] += 1;
  return counts;
}

/** Priorities of which there are any, with their numbers: what stands beside a bulk's button. */
export const presentPriorities = (
  counts: Readonly<Record<Priority, number>>,
): { priority: Priority; count: number }[] =>
  PRIORITIES.map((priority) => ({ priority, count: counts[priority] })).filter(({ count }) => count > 0);

/** "22 done, 1 failed: it has changed meanwhile". Reasons are told once each, the most frequent first. */
export function outcomeWords({ done, failed }: BulkOutcome): string {
  if (failed.length === 0) return `${done.length} done.`;
  const reasons = new Map<string, number>();
  for (const { message } of failed) reasons.set(message, (reasons.get(message) ?? 0) + 1);
  const told = [...reasons].sort((a, b) => b[1] - a[1]).map(([message]) => message.replace(/\.$/, ''));
  return `${done.length} done, ${failed.length} failed: ${told.join('; ')}.`;
}

/** Why not everything that was chosen is taken; '' when everything is. */
export function leftOutWords({ highest, notAllowed, tooMany }: Bulk, most: number): string {
  return [
    highest > 0
      ? `${highest} of the highest priority: acknowledge ${highest === 1 ? 'it' : 'them'} one by one`
      : '',
    notAllowed > 0 ? `${notAllowed} in zones that are not yours` : '',
    tooMany > 0 ? `${tooMany} beyond the ${most} of one act` : '',
  ]
    .filter(Boolean)
    .join('; ');
}
