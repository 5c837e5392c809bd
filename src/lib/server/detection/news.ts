import type { ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import { countToReview } from '../storage/security-event-queries';
import type { SecurityEventRow } from '../storage/security-event-store';
import { appendStream } from '../storage/stream-store';
import type { SecurityEventView } from '../../protocol/security-events';
import { presentEvent } from './present';

/** As many as one message may hold. */
const MOST_VIEWS = 200;

interface Group {
  zone: ZoneId | null;
  site: SecurityEventRow['site'];
  events: SecurityEventView[];
}

/**
 * Tells in the durable stream which events came or changed, zone by zone, with how many wait for review there.
 * Returns the number of the last entry; `undefined` when there was nothing to tell.
 */
export async function tellEvents(
  tx: Tx,
  rows: readonly SecurityEventRow[],
  at: Instant,
): Promise<number | undefined> {
  if (rows.length === 0) return undefined;
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const name = `${row.zone ?? ''} ${row.site ?? ''}`;
    const group = groups.get(name) ?? { zone: row.zone, site: row.site, events: [] };
    group.events.push(presentEvent(row));
    groups.set(name, group);
  }
  const waiting = await countToReview(
    tx,
    [...groups.values()].map(({ zone }) => zone),
  );
  let head: number | undefined;
  for (const { zone, site, events } of groups.values()) {
    const toReview = waiting.get(zone) ?? 0;
    for (let from = 0; from < events.length; from += MOST_VIEWS) {
      head = await appendStream(tx, {
        type: 'events.changed',
        zone,
        site,
        audience: site === null ? 'whole-plant' : 'everybody',
        body: { type: 'events.changed', events: events.slice(from, from + MOST_VIEWS), toReview, zone },
        at,
      });
    }
  }
  return head;
}
