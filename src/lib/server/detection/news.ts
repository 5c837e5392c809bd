import type { SecurityEventId, ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Tx } from '../storage/database';
import { countToReview } from '../storage/security-event-queries';
import { readSecurityEvents, type SecurityEventRow } from '../storage/security-event-store';
import { appendStream, streamAppended } from '../storage/stream-store';
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
 * Tells in the durable stream which events came or changed, as they are at the end of the transaction, zone by zone
 * and with how many wait for review there. It is the last of the transaction: nobody may hold the head of the stream
 * while it waits for anything else.
 */
export function tellEvents(tx: Tx, bus: Bus, ids: readonly SecurityEventId[], at: Instant): void {
  if (ids.length === 0) return;
  tx.beforeCommit(async () => {
    const head = await append(tx, groupsOf(await readSecurityEvents(tx, ids)), at);
    if (head !== undefined) tx.afterCommit(() => streamAppended(bus, head));
  });
}

function groupsOf(rows: readonly SecurityEventRow[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const name = `${row.zone ?? ''} ${row.site ?? ''}`;
    const group = groups.get(name) ?? { zone: row.zone, site: row.site, events: [] };
    group.events.push(presentEvent(row));
    groups.set(name, group);
  }
  return [...groups.values()];
}

async function append(tx: Tx, groups: readonly Group[], at: Instant): Promise<number | undefined> {
  const waiting = await countToReview(
    tx,
    groups.map(({ zone }) => zone),
  );
  let head: number | undefined;
  for (const { zone, site, events } of groups) {
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
