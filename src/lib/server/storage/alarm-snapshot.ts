import type { Audience } from '../../domain/access/visibility';
import { BUCKET_OF_STATE } from '../../domain/alarms/buckets';
import { stateOf } from '../../domain/alarms/state';
import { operatorPositions } from '../../domain/alarms/flood';
import type { ZoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { AlarmCounts, AlarmSnapshot } from '../../protocol/alarms';
import { readCounts, unshelved } from './alarm-count-store';
import { readFloods } from './alarm-flood-store';
import { readFirstAlarms } from './alarm-list-store';
import { readEndedShelves } from './alarm-shelf-store';
import { flagsOf } from './alarm-view';
import type { Tx } from './database';

/** So many alarms come with a snapshot; counts are of all. */
const FIRST = 200;

/** Alarms as an audience has them at the moment of the transaction, which must see one moment. */
export async function readAlarmSnapshot(
  tx: Tx,
  plant: Plant,
  { zones: visible, everything }: Pick<Audience, 'zones' | 'everything'>,
  now: Instant,
): Promise<Omit<AlarmSnapshot, 'canary'>> {
  // What has no zone is of the whole plant.
  const zones = everything ? [...visible, ''] : [...visible];
  return {
    counts: await countsAt(tx, zones, now),
    first: await readFirstAlarms(tx, zones, FIRST, now),
    floods: await floodsOf(tx, plant, visible),
  };
}

/** Numbers of zones as they are at that moment: a shelf that is over is none, whether or not it was put away. */
async function countsAt(tx: Tx, zones: readonly string[], now: Instant): Promise<AlarmCounts[]> {
  const counts = await readCounts(tx, zones);
  const ended = await readEndedShelves(tx, zones, now);
  for (const { point, occurrence } of ended) {
    const ofZone = counts.find(({ zone }) => (zone ?? '') === occurrence.zone);
    const bucket = BUCKET_OF_STATE[stateOf(flagsOf(point, occurrence, now))];
    if (ofZone !== undefined) unshelved(ofZone, occurrence, bucket);
  }
  return counts;
}

async function floodsOf(
  tx: Tx,
  plant: Plant,
  visible: ReadonlySet<ZoneId>,
): Promise<AlarmSnapshot['floods']> {
  const known = new Map((await readFloods(tx)).map((row) => [row.position, row]));
  return operatorPositions(plant).flatMap(({ id, name, zones }) => {
    const flood = known.get(id);
    const isSeen = zones.some((zone) => visible.has(zone));
    if (flood === undefined || !isSeen) return [];
    const { isFlood, since, annunciations } = flood;
    return [{ position: id, name, isFlood, since, annunciations }];
  });
}
