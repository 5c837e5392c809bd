import type { Transition } from '$lib/domain/alarms/journal';
import type { AlarmId } from '$lib/domain/ids';
import type { Priority } from '$lib/domain/alarms/priority';
import type { AlarmState } from '$lib/protocol/alarms';

/** A line of the alarm journal as the API gives it. */
export interface JournalEntry {
  id: number;
  at: number;
  alarm: AlarmId;
  what: Transition;
  state: AlarmState;
  definition: string;
  priority: Priority;
  gateway: string | null;
  drive: string | null;
  site: string | null;
  zone: string | null;
  /** Person; null for the machine itself. */
  by: string | null;
  note: string;
  sourceTime: number | null;
}

/** What happened, in the words of the control room. */
export const JOURNAL_WORDS: Record<Transition, string> = {
  raised: 'raised',
  returned: 'returned to normal',
  superseded: 'came again: a new occurrence',
  escalated: 'priority raised',
  're-alarmed': 'annunciated anew',
  unknown: 'source fell silent',
  known: 'source is heard again',
  held: 'held by its cause',
  released: 'no longer held',
  acknowledged: 'acknowledged',
  confirmed: 'confirmed',
  reset: 'reset',
  'shelf-asked': 'shelving asked for',
  shelved: 'shelved',
  unshelved: 'unshelved',
  'shelf-ended': 'shelf ended',
  suppressed: 'suppressed',
  unsuppressed: 'suppression ended',
  'out-of-service': 'taken out of service',
  'returned-to-service': 'returned to service',
};
