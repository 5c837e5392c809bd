import { z } from 'zod';
import { REFUSALS, type AlarmEvent, type Refusal } from '../../domain/alarms/transitions';
import { ALARM_DEFINITIONS } from '../../domain/alarms/definitions';
import { DomainError } from '../../domain/errors';
import { alarmId, siteId, zoneId, type AlarmId } from '../../domain/ids';
import type { AlarmView } from '../../protocol/alarms';
import type { CommandAudit, CommandContext } from '../access/command';
import { lockAlarms, pointsOf } from '../storage/alarm-store';
import { readAlarmViews } from '../storage/alarm-view';
import type { Tx } from '../storage/database';
import { AlarmChanges, type Details, type Hand, type Working } from './changes';
import { tellAlarms } from './tell';
import { writeChanges } from './write-changes';

/** What people write about an act; one line or a few. */
export const note = z.string().trim().max(500, 'at most 500 characters').default('');
export const reason = z.string().trim().min(1, 'say why').max(500, 'at most 500 characters');

/** Alarm ids as they stand in addresses and in lists. */
export const idInput = z.coerce.number().pipe(alarmId);

/** Alarms that people act upon, locked; an id that is superseded or unknown is told apart when it is asked for. */
export interface Hands {
  changes: AlarmChanges;
  /** The alarm of which the occurrence is the newest. Throws `not-found`, or `conflict` when it is superseded. */
  alarm(id: AlarmId): Working;
}

/** Locks the alarms of occurrences. */
export async function takeInHand(tx: Tx, ids: readonly AlarmId[], context: CommandContext): Promise<Hands> {
  const points = await pointsOf(tx, ids);
  const changes = new AlarmChanges({
    now: context.now,
    plant: context.plant,
    definitions: ALARM_DEFINITIONS,
  });
  changes.add(await lockAlarms(tx, points.values()));
  return {
    changes,
    alarm(id) {
      const point = points.get(id);
      const alarm = point === undefined ? undefined : changes.get(point);
      if (alarm === undefined) throw new DomainError('not-found', 'There is no such alarm.');
      if (alarm.occurrence?.id === id) return alarm;
      throw new DomainError(
        'conflict',
        `This alarm has come again meanwhile: look at number ${alarm.occurrence?.id}.`,
      );
    },
  };
}

/** By whom, in whose words. */
export const handOf = (context: CommandContext, words: string): Hand => ({
  by: context.actor.id,
  note: words,
});

/** Applies a person's act; throws `conflict` with a sentence that says why it makes no sense now. */
export function act(
  { changes }: Hands,
  alarm: Working,
  event: AlarmEvent,
  hand: Hand,
  details: Details = {},
): void {
  const outcome = changes.apply(alarm, event, hand, changes.moment(), details);
  if (outcome !== 'changed' && outcome !== 'unchanged') throw refusal(outcome, alarm);
}

/** Who was first is told: of two who do the same at once, the other knows that it is done, and by whom. */
function refusal(why: Refusal, { occurrence, point }: Working): DomainError {
  const before =
    why === 'already-acknowledged'
      ? occurrence?.acknowledgement
      : why === 'already-confirmed'
        ? occurrence?.confirmation
        : why === 'already-suppressed'
          ? point.suppression
          : why === 'already-out-of-service'
            ? point.outOfService
            : undefined;
  const words = REFUSALS[why];
  return new DomainError('conflict', before ? `${words} ${before.by} did it.` : words);
}

/** Writes, tells the stream, and reads the alarms back as everybody sees them now. */
export async function finish(tx: Tx, { changes }: Hands, context: CommandContext): Promise<AlarmView[]> {
  const { bus } = context.host;
  const written = await writeChanges(tx, bus, changes);
  await tellAlarms(tx, bus, written, context.now);
  return readAlarmViews(tx, written.changed, context.now);
}

/** The audit entry of an act upon one alarm. */
export function auditOf(
  { point, occurrence }: Working,
  words: string,
  facts: CommandAudit['facts'] = {},
): CommandAudit {
  return {
    object: {
      type: 'alarm',
      id: String(occurrence?.id ?? point.id),
      zone: point.zone === '' ? undefined : zoneId.parse(point.zone),
      site: point.site === '' ? undefined : siteId.parse(point.site),
    },
    reason: words === '' ? undefined : words,
    facts: { definition: point.definition, gateway: point.gateway, drive: point.drive, ...facts },
  };
}
