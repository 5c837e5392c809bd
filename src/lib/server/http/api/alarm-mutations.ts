import { z } from 'zod';
import { alarmId } from '../../../domain/ids';
import { ERRORS, type ErrorCode } from '../../../domain/errors';
import { alarmView } from '../../../protocol/alarms';
import {
  acknowledgeAlarm,
  confirmAlarm,
  resetAlarm,
  returnToService,
  suppressAlarm,
  takeOutOfService,
  unsuppressAlarm,
} from '../../alarms/acknowledge';
import { acknowledgeAlarms, shelveAlarms, type ManyDone } from '../../alarms/many-alarms';
import { shelfWish, shelveAlarm, unshelveAlarm } from '../../alarms/shelve';
import type { Command } from '../../access/command';
import type { AlarmView } from '../../../protocol/alarms';
import { defineMutation } from './mutation';

const params = z.object({ id: z.coerce.number().pipe(alarmId) });
const noted = z.object({ note: z.string().max(500).optional() });
const reasoned = z.object({ reason: z.string().min(1).max(500) });
const one = z.object({ alarm: alarmView });
const many = z.object({
  done: z.array(alarmId),
  failed: z.array(
    z.object({
      id: alarmId,
      code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
      message: z.string(),
    }),
  ),
});

/** An act upon the alarm in the address; the answer is the alarm afterwards. */
const ofOne = <In>(
  verb: string,
  summary: string,
  command: Command<In, AlarmView, undefined>,
  body: z.ZodType,
) =>
  defineMutation({
    path: `/alarms/{id}/${verb}`,
    summary,
    command,
    params,
    body,
    response: one,
    answer: (alarm) => ({ alarm }),
  });

/** An act upon several alarms, each for itself. */
const ofMany = <In>(
  verb: string,
  summary: string,
  command: Command<In, ManyDone, undefined>,
  body: z.ZodType,
) =>
  defineMutation({
    path: `/alarms/${verb}`,
    summary,
    command,
    params: z.object({}),
    body,
    response: many,
    answer: (result) => result,
  });

export const acknowledge = ofOne('acknowledge', 'Acknowledge an alarm', acknowledgeAlarm, noted);
export const confirm = ofOne(
  'confirm',
  'Confirm that the cause of an alarm was dealt with',
  confirmAlarm,
  noted,
);
export const reset = ofOne('reset', 'Reset a latched alarm whose condition is gone', resetAlarm, noted);
export const shelveOne = ofOne(
  'shelve',
  'Shelve an alarm, within the cap of its priority',
  shelveAlarm,
  shelfWish,
);
export const unshelve = ofOne('unshelve', 'Take an alarm from the shelf', unshelveAlarm, noted);
export const outOfService = ofOne(
  'out-of-service',
  'Take an alarm out of service',
  takeOutOfService,
  reasoned,
);
export const toService = ofOne('return-to-service', 'Return an alarm to service', returnToService, noted);
export const suppress = ofOne('suppress', 'Suppress an alarm', suppressAlarm, reasoned);
export const unsuppress = ofOne('unsuppress', 'End the suppression of an alarm', unsuppressAlarm, noted);

export const acknowledgeSeveral = ofMany(
  'acknowledge',
  'Acknowledge up to 100 alarms; never of the highest priority',
  acknowledgeAlarms,
  noted.extend({ ids: z.array(alarmId).min(1).max(100) }),
);
export const shelveSeveral = ofMany(
  'shelve',
  'Shelve up to 20 alarms; none that needs two persons',
  shelveAlarms,
  shelfWish.extend({ ids: z.array(alarmId).min(1).max(20) }),
);

/** Every act upon alarms. */
export const ALARM_MUTATIONS = [
  acknowledge,
  confirm,
  reset,
  shelveOne,
  unshelve,
  outOfService,
  toService,
  suppress,
  unsuppress,
  acknowledgeSeveral,
  shelveSeveral,
];
