import { clearCauses, type ClearCause } from '../../domain/security/clear-rule';
import type { EventType } from '../../domain/security/event-type';
import { MINUTE_MS } from '../../domain/time';

/** The alarm of a moment is active at least this long, so that it is seen as more than a flicker. */
const SHORTEST_MOMENT_MS = MINUTE_MS;

type Cause<By extends ClearCause['by']> = Extract<ClearCause, { by: By }>;

const causeOf = <By extends ClearCause['by']>({ clears }: EventType, by: By): Cause<By> | undefined =>
  clearCauses(clears).find((cause): cause is Cause<By> => cause.by === by);

/** How long a state goes on after nothing more was heard of it; `undefined` when silence does not end it. */
export function quietAfterMs(type: EventType): number | undefined {
  return causeOf(type, 'quiet')?.forMs;
}

/** The event whose silence ends the state, where it is another than itself. */
export const quietOf = (type: EventType): string | undefined => causeOf(type, 'quiet')?.of;

/** Types of events that end the state. */
export const endedBy = (type: EventType): readonly string[] => causeOf(type, 'event')?.types ?? [];

/** How long the source's word that it is over has to hold. */
export const holdsMs = (type: EventType): number => causeOf(type, 'source')?.holdsMs ?? 0;

/** Whether a person may end it. */
export const isEndedByPerson = (type: EventType): boolean => causeOf(type, 'person') !== undefined;

/** Whether nothing but a person ends it. */
export function isOnlyEndedByPerson({ clears }: EventType): boolean {
  const causes = clearCauses(clears);
  return causes.length > 0 && causes.every(({ by }) => by === 'person');
}

/**
 * How long after the last record the condition of its alarm is taken to be over although its row goes on: that of
 * a moment, and of a state that nobody but a person ends. Their alarms latch. `undefined`: it is not.
 */
export function alarmReturnsAfterMs(type: EventType): number | undefined {
  if (type.kind === 'state' && !isOnlyEndedByPerson(type)) return undefined;
  return Math.max(type.aggregate.windowMs, SHORTEST_MOMENT_MS);
}
