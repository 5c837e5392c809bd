import type { z } from 'zod';
import type { Action } from '../../domain/access/actions';
import type { AlarmId } from '../../domain/ids';
import type { AlarmView } from '../../protocol/alarms';
import { defineCommand, type Command, type CommandAudit, type CommandContext } from '../access/command';
import { zonesOfAlarms } from '../storage/alarm-zone-store';
import { auditOf, finish, takeInHand, type Hands } from './act';
import type { Working } from './changes';
import { alarmSubject } from './subject';

interface Done {
  /** What the person said; stands in the audit entry. */
  words: string;
  facts?: CommandAudit['facts'];
}

interface Parts<In> {
  /** Verb of the audit entry, such as `alarm.acknowledge`. */
  name: string;
  action: Action;
  schema: z.ZodType<In>;
  does(hands: Hands, alarm: Working, input: In, context: CommandContext): Done;
}

/** Makes a command that does something to one alarm, and answers with the alarm as it is afterwards. */
export function alarmCommand<In extends { id: AlarmId }>(
  parts: Parts<In>,
): Command<In, AlarmView, undefined> {
  const { name, action, schema, does } = parts;
  return defineCommand({
    name,
    action,
    schema,
    async subject(tx, { id }, { actor, plant }) {
      return alarmSubject(actor, plant, (await zonesOfAlarms(tx, [id])).get(id));
    },
    async run(tx, input, context) {
      const hands = await takeInHand(tx, [input.id], context);
      const alarm = hands.alarm(input.id);
      const { words, facts } = does(hands, alarm, input, context);
      const views = await finish(tx, hands, context);
      const result = views.find(({ id }) => id === input.id);
      if (result === undefined) throw new Error(`alarm ${input.id} was changed and is not there`);
      return { result, audit: [auditOf(alarm, words, facts)] };
    },
  });
}
