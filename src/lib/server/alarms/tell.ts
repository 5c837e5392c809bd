import type { Instant } from '../../domain/time';
import type { AlarmView } from '../../protocol/alarms';
import type { Bus } from '../bus';
import { addCounts, readCounts, type CountChange } from '../storage/alarm-count-store';
import { readAlarmViews } from '../storage/alarm-view';
import type { Tx } from '../storage/database';
import { appendStream, lockStreamHead, streamAppended } from '../storage/stream-store';

/** So many alarms fit into one message. */
const IN_A_MESSAGE = 200;

/** Occurrences that changed, and by how much the numbers of their zones do. */
export interface AlarmNews {
  changed: readonly number[];
  counts: readonly CountChange[];
}

/**
 * Counts alarms that changed, and tells everybody who may see them of them as they are now: per zone, with the
 * zone's numbers. Those are read under the head of the stream, so that no later message tells older ones. Call
 * it late: everybody waits for the numbers and for the head.
 */
export async function tellAlarms(
  tx: Tx,
  bus: Bus,
  { changed, counts: changes }: AlarmNews,
  at: Instant,
): Promise<void> {
  if (changed.length === 0) return;
  await addCounts(tx, changes);
  const zones = new Map<string, AlarmView[]>();
  for (const alarm of await readAlarmViews(tx, changed, at)) {
    const zone = alarm.zone ?? '';
    const here = zones.get(zone) ?? [];
    zones.set(zone, here);
    here.push(alarm);
  }
  await lockStreamHead(tx);
  let head = 0;
  for (const counts of await readCounts(tx, [...zones.keys()])) {
    const { zone, site } = counts;
    const here = zones.get(zone ?? '') ?? [];
    for (let from = 0; from < here.length; from += IN_A_MESSAGE) {
      const body = { type: 'alarms.changed', alarms: here.slice(from, from + IN_A_MESSAGE), counts };
      const audience = zone === null ? 'whole-plant' : 'everybody';
      head = await appendStream(tx, { type: body.type, zone, site, audience, body, at });
    }
  }
  if (head > 0) tx.afterCommit(() => streamAppended(bus, head));
}
