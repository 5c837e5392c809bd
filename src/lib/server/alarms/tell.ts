import type { Instant } from '../../domain/time';
import type { AlarmCounts, AlarmView } from '../../protocol/alarms';
import type { Bus } from '../bus';
import type { Tx } from '../storage/database';
import { appendStream, streamAppended } from '../storage/stream-store';

/** So many alarms fit into one message. */
const IN_A_MESSAGE = 200;

/**
 * Tells everybody who may see them of alarms that changed: per zone, with the zone's numbers after all of it.
 * Locks the head of the stream: call it late.
 */
export async function tellAlarms(
  tx: Tx,
  bus: Bus,
  alarms: readonly AlarmView[],
  counts: readonly AlarmCounts[],
  at: Instant,
): Promise<void> {
  let head: number | undefined;
  for (const ofZone of counts) {
    const here = alarms.filter(({ zone }) => zone === ofZone.zone);
    for (let from = 0; from < here.length; from += IN_A_MESSAGE) {
      const body = { type: 'alarms.changed', alarms: here.slice(from, from + IN_A_MESSAGE), counts: ofZone };
      const { zone, site } = ofZone;
      const audience = zone === null ? 'whole-plant' : 'everybody';
      head = await appendStream(tx, { type: body.type, zone, site, audience, body, at });
    }
  }
  const last = head;
  if (last !== undefined) tx.afterCommit(() => streamAppended(bus, last));
}
