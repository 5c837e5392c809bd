import { z } from 'zod';
import type { Action } from '../../domain/access/actions';
import { can } from '../../domain/access/can';
import type { Subject } from '../../domain/access/subject';
import { allowedInBulk, MOST_ACKNOWLEDGED_AT_ONCE, MOST_SHELVED_AT_ONCE } from '../../domain/alarms/shelving';
import { DomainError, type ErrorCode } from '../../domain/errors';
import type { AlarmId } from '../../domain/ids';
import { defineCommand, type Command, type CommandAudit, type CommandContext } from '../access/command';
import { zonesOfAlarms } from '../storage/alarm-zone-store';
import type { Tx } from '../storage/database';
import { actOf } from './acknowledge';
import { act, auditOf, finish, handOf, idInput, note, takeInHand, type Hands } from './act';
import type { Working } from './changes';
import { needsTwo, shelfWish, shelve } from './shelve';
import { alarmSubject } from './subject';

/** What became of an act upon several alarms: each is done, or failed for its own reason. */
export interface ManyDone {
  done: AlarmId[];
  failed: { id: AlarmId; code: ErrorCode; message: string }[];
}

interface Parts<In> {
  name: string;
  action: Action;
  schema: z.ZodType<In>;
  wordsOf(input: In): string;
  does(hands: Hands, alarm: Working, input: In, context: CommandContext): CommandAudit['facts'];
}

/**
 * Makes a command that does the same to several alarms, each for itself: one that fails keeps no other from
 * being done. The highest priority is never among those that are (D11).
 */
function manyAlarms<In extends { ids: AlarmId[] }>(parts: Parts<In>): Command<In, ManyDone, undefined> {
  const { name, action, schema, wordsOf, does } = parts;
  return defineCommand({
    name,
    action,
    schema,
    subject: (tx, { ids }, context) => widestSubject(tx, ids, action, context),
    async run(tx, input, context) {
      const ids = [...new Set(input.ids)];
      const zones = await zonesOfAlarms(tx, ids);
      const hands = await takeInHand(tx, ids, context);
      const result: ManyDone = { done: [], failed: [] };
      const audit: CommandAudit[] = [];
      for (const id of ids) {
        try {
          assertMay(context, action, zones.get(id));
          const alarm = hands.alarm(id);
          if (!allowedInBulk(alarm.occurrence?.priority ?? 1)) throw new DomainError('alarm.one-by-one');
          const facts = does(hands, alarm, input, context);
          audit.push(auditOf(alarm, wordsOf(input), { ...facts, together: ids.length }));
          result.done.push(id);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          result.failed.push({ id, code: error.code, message: error.issues[0]?.message ?? error.message });
        }
      }
      await finish(tx, hands, context);
      return { result, audit };
    },
  });
}

function assertMay({ actor, plant }: CommandContext, action: Action, zone: string | undefined): void {
  const decision = can(actor, action, alarmSubject(actor, plant, zone), plant);
  if (!decision.allowed) throw new DomainError(decision.code, decision.reason);
}

/** The first of the alarms' places where the actor may do it, so that the rest can be told apart one by one. */
async function widestSubject(
  tx: Tx,
  ids: readonly AlarmId[],
  action: Action,
  { actor, plant }: CommandContext,
): Promise<Subject> {
  const zones = [...new Set((await zonesOfAlarms(tx, ids)).values())];
  const subjects = zones.flatMap((zone) => {
    try {
      return [alarmSubject(actor, plant, zone)];
    } catch {
      return [];
    }
  });
  const allowed = subjects.find((subject) => can(actor, action, subject, plant).allowed);
  return allowed ?? subjects[0] ?? alarmSubject(actor, plant, undefined);
}

const idList = (most: number) =>
  z.array(idInput).min(1, 'name at least one').max(most, `at most ${most} at once`);

export const acknowledgeAlarms = manyAlarms({
  name: 'alarm.acknowledge',
  action: 'alarm.acknowledge',
  schema: z.object({ ids: idList(MOST_ACKNOWLEDGED_AT_ONCE), note }),
  wordsOf: (input) => input.note,
  does(hands, alarm, { note: words }, context) {
    act(hands, alarm, { type: 'acknowledge' }, handOf(context, words), {
      set: (_, occurrence) => {
        if (occurrence !== undefined) occurrence.acknowledgement = actOf(context, words);
      },
    });
    return {};
  },
});

export const shelveAlarms = manyAlarms({
  name: 'alarm.shelve',
  action: 'alarm.shelve',
  schema: shelfWish.extend({ ids: idList(MOST_SHELVED_AT_ONCE) }),
  wordsOf: (input) => input.reason,
  does(hands, alarm, wish, context) {
    if (needsTwo(alarm))
      throw new DomainError('alarm.one-by-one', 'This alarm needs two persons to be shelved.');
    return shelve(hands, alarm, wish, context);
  },
});
