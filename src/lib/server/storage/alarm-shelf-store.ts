import { and, eq, lte } from 'drizzle-orm';
import { BUCKETS } from '../../domain/alarms/buckets';
import type { Instant } from '../../domain/time';
import { isAnyOf, type AlarmOccurrenceRow, type AlarmPointRow } from './alarm-store';
import { isShelved } from './alarm-view';
import type { Tx } from './database';
import { alarmOccurrence } from './schema/alarm-occurrence';
import { alarmPoint } from './schema/alarm-point';

/** Alarms that are still counted as shelved though their shelf is over: for the moment until it is put away. */
export async function readEndedShelves(
  tx: Tx,
  zones: readonly string[],
  now: Instant,
): Promise<{ point: AlarmPointRow; occurrence: AlarmOccurrenceRow }[]> {
  const rows = await tx.orm
    .select({ point: alarmPoint, occurrence: alarmOccurrence })
    .from(alarmPoint)
    .innerJoin(alarmOccurrence, eq(alarmOccurrence.id, alarmPoint.occurrence))
    .where(
      and(
        lte(alarmPoint.dueAt, now),
        isAnyOf(alarmPoint.zone, zones),
        eq(alarmOccurrence.bucket, BUCKETS.shelved),
      ),
    )
    .limit(1_000);
  return rows.filter(({ point }) => !isShelved(point, now));
}
