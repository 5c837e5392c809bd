import { z } from 'zod';
import { act, handOf, idInput, note, reason } from './act';
import { alarmCommand } from './one-alarm';
import type { CommandContext } from '../access/command';

const noted = z.object({ id: idInput, note });
const reasoned = z.object({ id: idInput, reason });

/** The stored form of an act done now. */
export const actOf = (context: CommandContext, words: string) => ({
  by: context.actor.id,
  at: context.now,
  note: words,
});

/** Somebody has seen it: it is not annunciated any more. Throws `conflict` when somebody else was first. */
export const acknowledgeAlarm = alarmCommand({
  name: 'alarm.acknowledge',
  action: 'alarm.acknowledge',
  schema: noted,
  does(hands, alarm, { note: words }, context) {
    act(hands, alarm, { type: 'acknowledge' }, handOf(context, words), {
      set: (_, occurrence) => {
        if (occurrence !== undefined) occurrence.acknowledgement = actOf(context, words);
      },
    });
    return { words };
  },
});

/** The second step, where one is wanted: the cause was dealt with. */
export const confirmAlarm = alarmCommand({
  name: 'alarm.confirm',
  action: 'alarm.confirm',
  schema: noted,
  does(hands, alarm, { note: words }, context) {
    act(hands, alarm, { type: 'confirm' }, handOf(context, words), {
      set: (_, occurrence) => {
        if (occurrence !== undefined) occurrence.confirmation = actOf(context, words);
      },
    });
    return { words };
  },
});

/** Lets go of a latched alarm whose condition is gone and that was acknowledged; `conflict` in any other case. */
export const resetAlarm = alarmCommand({
  name: 'alarm.reset',
  action: 'alarm.reset',
  schema: noted,
  does(hands, alarm, { note: words }, context) {
    act(hands, alarm, { type: 'reset' }, handOf(context, words), {
      set: (_, occurrence) => {
        if (occurrence !== undefined) occurrence.resetting = actOf(context, words);
      },
    });
    return { words };
  },
});

/** Maintenance: evaluated and recorded, but not annunciated until it is returned to service. */
export const takeOutOfService = alarmCommand({
  name: 'alarm.out-of-service',
  action: 'alarm.out-of-service',
  schema: reasoned,
  does(hands, alarm, { reason: words }, context) {
    act(hands, alarm, { type: 'take-out-of-service' }, handOf(context, words), {
      set: (point) => void (point.outOfService = actOf(context, words)),
    });
    return { words };
  },
});

export const returnToService = alarmCommand({
  name: 'alarm.return-to-service',
  action: 'alarm.out-of-service',
  schema: noted,
  does(hands, alarm, { note: words }, context) {
    act(hands, alarm, { type: 'return-to-service' }, handOf(context, words));
    return { words };
  },
});

export const suppressAlarm = alarmCommand({
  name: 'alarm.suppress',
  action: 'alarm.suppress',
  schema: reasoned,
  does(hands, alarm, { reason: words }, context) {
    act(hands, alarm, { type: 'suppress' }, handOf(context, words), {
      set: (point) => void (point.suppression = actOf(context, words)),
    });
    return { words };
  },
});

export const unsuppressAlarm = alarmCommand({
  name: 'alarm.unsuppress',
  action: 'alarm.suppress',
  schema: noted,
  does(hands, alarm, { note: words }, context) {
    act(hands, alarm, { type: 'unsuppress' }, handOf(context, words));
    return { words };
  },
});
