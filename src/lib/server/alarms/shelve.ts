import { z } from 'zod';
import { ALARM_DEFINITIONS } from '../../domain/alarms/definitions';
import type { Priority } from '../../domain/alarms/priority';
import {
  LONGEST_SHELF_MS,
  needsSecondPerson,
  SECOND_PERSON_WITHIN_MS,
  shelfMs,
} from '../../domain/alarms/shelving';
import { DomainError } from '../../domain/errors';
import { MINUTE_MS } from '../../domain/time';
import type { CommandAudit, CommandContext } from '../access/command';
import { act, handOf, idInput, note, reason, type Hands } from './act';
import { actOf } from './acknowledge';
import type { Working } from './changes';
import { alarmCommand } from './one-alarm';

/** What somebody wants: how long, or for this episode, and why. */
export const shelfWish = z.object({
  mode: z.enum(['timed', 'one-shot']).default('timed'),
  minutes: z.coerce
    .number()
    .int()
    .min(1, 'at least one minute')
    .max(24 * 60, 'at most a day')
    .optional(),
  reason,
});
export type ShelfWish = z.infer<typeof shelfWish>;

/**
 * Withholds an alarm's annunciation for a time, or until this episode is over. The highest priority and highly
 * managed alarms need two persons: the first one's asking stands for a quarter of an hour, and what they asked
 * for happens when another one does it too. Throws `input.invalid` beyond the cap of the priority.
 */
export const shelveAlarm = alarmCommand({
  name: 'alarm.shelve',
  action: 'alarm.shelve',
  schema: shelfWish.extend({ id: idInput }),
  does: (hands, alarm, wish, context) => ({ words: wish.reason, facts: shelve(hands, alarm, wish, context) }),
});

export const unshelveAlarm = alarmCommand({
  name: 'alarm.unshelve',
  action: 'alarm.shelve',
  schema: z.object({ id: idInput, note }),
  does(hands, alarm, { note: words }, context) {
    act(hands, alarm, { type: 'unshelve' }, handOf(context, words));
    return { words };
  },
});

/** Shelves an alarm, or writes down that the first of two persons asked for it. */
export function shelve(
  hands: Hands,
  alarm: Working,
  wish: ShelfWish,
  context: CommandContext,
): CommandAudit['facts'] {
  const { mode, minutes = null, reason: words } = wish;
  const isPair = needsTwo(alarm);
  const forMs = assertLength(alarm, mode, minutes);
  const asked = alarm.point.shelfAsked;
  if (isPair && (asked === null || asked.by === context.actor.id)) {
    const until = context.now + SECOND_PERSON_WITHIN_MS;
    alarm.point.shelfAsked = { ...actOf(context, words), mode, minutes, until };
    hands.changes.note(alarm, 'shelf-asked', handOf(context, words), hands.changes.moment());
    hands.changes.touch(alarm);
    return { mode, minutes: forMs / MINUTE_MS, asked: true };
  }
  // Of two wishes the first holds: it is what the second person was shown.
  const first = isPair ? asked : null;
  const heldMode = first?.mode ?? mode;
  const heldMs = first === null ? forMs : assertLength(alarm, first.mode, first.minutes);
  const by = first === null ? actOf(context, words) : { by: first.by, at: context.now, note: first.note };
  const second = first === null ? {} : { with: context.actor.id };
  act(hands, alarm, { type: 'shelve', mode: heldMode }, handOf(context, words), {
    set(point) {
      point.shelf = { ...by, ...second, until: context.now + heldMs, priority: priorityOf(alarm) };
      point.shelfAsked = null;
    },
  });
  const askedBy = first === null ? {} : { asked_by: first.by };
  return { mode: heldMode, minutes: heldMs / MINUTE_MS, ...askedBy };
}

/** Whether a second person has to shelve it too. */
export function needsTwo({ point, occurrence }: Working): boolean {
  const definition = ALARM_DEFINITIONS.get(point.definition);
  return needsSecondPerson(priorityOf({ occurrence }), definition?.isHighlyManaged ?? false);
}

/** Of what never was an alarm the worst is assumed. */
const priorityOf = ({ occurrence }: Pick<Working, 'occurrence'>): Priority => occurrence?.priority ?? 1;

function assertLength(alarm: Working, mode: ShelfWish['mode'], minutes: number | null): number {
  const priority = priorityOf(alarm);
  const ms = shelfMs(priority, mode, minutes ?? undefined);
  if (ms !== 'too-long') return ms;
  const most = LONGEST_SHELF_MS[priority] / MINUTE_MS;
  throw new DomainError('input.invalid', undefined, {
    issues: [
      {
        path: 'minutes',
        message: `say for how long: at most ${most} minutes for an alarm of priority ${priority}`,
      },
    ],
  });
}
