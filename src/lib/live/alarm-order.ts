import { compareAlarms } from '$lib/domain/alarms/list-order';
import type { AlarmView } from '$lib/protocol/alarms';

/** States in which somebody still has to answer while the condition holds or is held. */
const UNANSWERED: ReadonlySet<AlarmView['state']> = new Set(['unacknowledged', 'latched-unacknowledged']);
const WITHHELD: ReadonlySet<AlarmView['state']> = new Set(['shelved', 'suppressed', 'out-of-service']);

/** Nobody has acknowledged it, and it holds: it flashes, and sounds by its priority (reference: ux, 4.1). */
export const isUnanswered = ({ state, isAnnunciated }: Pick<AlarmView, 'state' | 'isAnnunciated'>): boolean =>
  isAnnunciated && UNANSWERED.has(state);

/** Shelved, suppressed or out of service: counted, listed apart, never annunciated. */
export const isWithheld = ({ state }: Pick<AlarmView, 'state'>): boolean => WITHHELD.has(state);

/** Whether it can still be acknowledged; also after it has returned to normal. */
export const isAcknowledgeable = ({ acked, closedAt }: Pick<AlarmView, 'acked' | 'closedAt'>): boolean =>
  !acked && closedAt === null;

/** The list's own order, as the server has it: what waits for an answer first, then the worst, then the newest. */
export const byUrgency = (a: AlarmView, b: AlarmView): number => compareAlarms(a, b);

/** Whether `view` asks for an answer that `before` did not: a raise, a re-alarm, a rise of its priority. */
export function isNewCall(before: AlarmView | undefined, view: AlarmView): boolean {
  if (!isUnanswered(view)) return false;
  return before === undefined || !isUnanswered(before) || view.priority < before.priority;
}
