import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { securityEventId } from '../../domain/ids';
import { MINUTE_MS } from '../../domain/time';
import type { SecurityEventView } from '../../protocol/security-events';
import { defineCommand, type Done } from '../access/command';
import { readSecurityEvents, unmarkReviewed } from '../storage/security-event-store';
import { tellEvents } from './news';
import { presentEvent } from './present';
import { subjectOfEvent } from './review';

/** A slip is noticed at once; what was left alone for longer is somebody's judgement and stays. */
const MOST_MS = MINUTE_MS;

/** Takes back one's own review, shortly after it: the event waits for review again. */
export const unreviewEvent = defineCommand({
  name: 'event.unreview',
  action: 'alarm.acknowledge',
  schema: z.object({ id: z.coerce.number().pipe(securityEventId) }),
  subject: (tx, { id }, context) => subjectOfEvent(tx, id, context),
  async run(tx, { id }, { actor, now, host }): Promise<Done<SecurityEventView>> {
    if (!(await unmarkReviewed(tx, id, { by: actor.id, since: now - MOST_MS }))) {
      throw new DomainError('conflict', 'Only your own review of the last minute can be taken back.');
    }
    const [row] = await readSecurityEvents(tx, [id]);
    if (row === undefined) throw new DomainError('not-found');
    tellEvents(tx, host.bus, [id], now);
    const { zone, site, type, gateway, key } = row;
    const object = { type: 'event', id: String(id), zone: zone ?? undefined, site: site ?? undefined };
    return { result: presentEvent(row), audit: [{ object, facts: { type, gateway, key } }] };
  },
});
