import { z } from 'zod';
import { audienceOf } from '../../domain/access/visibility';
import { INSTALLATION, zoneSubject, type Subject } from '../../domain/access/subject';
import { DomainError } from '../../domain/errors';
import { securityEventId } from '../../domain/ids';
import { eventType } from '../../domain/security/catalogue';
import type { SecurityEventView } from '../../protocol/security-events';
import { defineCommand, type CommandContext, type Done } from '../access/command';
import type { Tx } from '../storage/database';
import {
  endByPerson,
  markReviewed,
  readSecurityEvents,
  type SecurityEventRow,
} from '../storage/security-event-store';
import { isEndedByPerson } from './lifetime';
import { tellEvents } from './news';
import { presentEvent } from './present';

const schema = z.object({
  id: z.coerce.number().pipe(securityEventId),
  note: z.string().trim().max(1_000).default(''),
});

/** An event that the actor may see; nothing tells those who may not whether there is one. */
async function seenEvent(tx: Tx, id: number, { actor, plant }: CommandContext): Promise<SecurityEventRow> {
  const [row] = await readSecurityEvents(tx, [securityEventId.parse(id)]);
  const { zones, everything } = audienceOf(actor, plant);
  const isSeen = row !== undefined && (row.zone === null ? everything : zones.has(row.zone));
  if (!isSeen) throw new DomainError('not-found');
  return row;
}

/** The place of an event that is acted upon; what has none concerns the whole plant. */
export async function subjectOfEvent(tx: Tx, id: number, context: CommandContext): Promise<Subject> {
  const { zone: place } = await seenEvent(tx, id, context);
  const zone = context.plant.zones.find((one) => one.id === place);
  return zone === undefined ? INSTALLATION : zoneSubject(zone);
}

/**
 * Takes an event out of the review queue. A state that a person may end is over with that: its alarm returns, and
 * another record of it begins a new one.
 */
export const reviewEvent = defineCommand({
  name: 'event.review',
  action: 'alarm.acknowledge',
  schema,
  subject: (tx, { id }, context) => subjectOfEvent(tx, id, context),
  async run(tx, { id: event, note }, { actor, now, host }): Promise<Done<SecurityEventView>> {
    const by = actor.id;
    if (!(await markReviewed(tx, event, { by, at: now, note }))) {
      throw new DomainError('conflict', 'Somebody has looked at this event already.');
    }
    const [row] = await readSecurityEvents(tx, [event]);
    if (row === undefined) throw new DomainError('not-found');
    const type = eventType(row.type);
    const isEnded =
      type !== undefined && isEndedByPerson(type) && (await endByPerson(tx, event, { by, at: now }));
    tellEvents(tx, host.bus, [event], now);
    if (isEnded) tx.afterCommit(() => host.bus.emit('detection.waiting', { at: now }));
    return {
      result: presentEvent(row),
      audit: [
        {
          object: {
            type: 'event',
            id: String(event),
            zone: row.zone ?? undefined,
            site: row.site ?? undefined,
          },
          reason: note === '' ? undefined : note,
          facts: { type: row.type, gateway: row.gateway, key: row.key, ended: isEnded },
        },
      ],
    };
  },
});
