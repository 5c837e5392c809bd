import { MINUTE_MS, type Instant } from '../../domain/time';
import { firstOutOf } from '../../domain/alarms/first-out';
import { readTripsOf, writeFirstOut } from '../storage/first-out-store';
import type { Tx } from '../storage/database';
import type { LateNews } from './late-news';
import type { Written } from './write-changes';

/** Trips of a zone that come within this time of one another may have one cause. */
const TOGETHER_MS = MINUTE_MS;

/**
 * Marks which of the trips of a zone came first, whenever one more comes: by the devices' clocks and their
 * uncertainty, never by arrival. One alone needs no mark.
 */
export async function markFirstOut(tx: Tx, now: Instant, { raised }: Written, late: LateNews): Promise<void> {
  const trips = await readTripsOf(tx, raised, now - TOGETHER_MS);
  const zones = new Map<string, typeof trips>();
  for (const trip of trips) zones.set(trip.zone, [...(zones.get(trip.zone) ?? []), trip]);
  const marks = [...zones.values()].flatMap((together) => {
    const order = together.length > 1 ? firstOutOf(together) : [];
    return together.flatMap(({ id, firstOut }, i) => {
      const mark = order[i] ?? 'no';
      return mark === firstOut ? [] : [{ id, firstOut: mark }];
    });
  });
  await writeFirstOut(tx, marks);
  late.add(
    tx,
    marks.map(({ id }) => id),
  );
}
