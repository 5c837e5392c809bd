import { and, eq, gt, lte, sql } from 'drizzle-orm';
import type { FirstOut, UncertainTime } from '../../domain/alarms/first-out';
import type { Instant } from '../../domain/time';
import { isAnyOf, LOCK_OCCURRENCES } from './alarm-store';
import type { Tx } from './database';
import { jsonRecords } from './json-records';
import { alarmOccurrence } from './schema/alarm-occurrence';

interface Trip extends UncertainTime {
  id: number;
  zone: string;
  firstOut: FirstOut;
}

/** More of them at once are a flood, in which no first one can be made out. */
const MOST = 500;

/** Open process alarms of the two highest priorities since then, in the zones in which one of `ids` is such a one. */
export async function readTripsOf(tx: Tx, ids: readonly number[], since: Instant): Promise<Trip[]> {
  const isTrip = and(
    eq(alarmOccurrence.kind, 'process'),
    lte(alarmOccurrence.priority, 2),
    sql`cause is null`,
  );
  const zones = await tx.orm
    .selectDistinct({ zone: alarmOccurrence.zone })
    .from(alarmOccurrence)
    .where(and(isAnyOf(alarmOccurrence.id, ids), isTrip));
  if (zones.length === 0) return [];
  return tx.orm
    .select({
      id: alarmOccurrence.id,
      zone: alarmOccurrence.zone,
      firstOut: alarmOccurrence.firstOut,
      sourceTime: alarmOccurrence.sourceTime,
      clockOffsetMs: alarmOccurrence.clockOffsetMs,
      clockUncertaintyMs: alarmOccurrence.clockUncertaintyMs,
    })
    .from(alarmOccurrence)
    .where(
      and(
        isAnyOf(
          alarmOccurrence.zone,
          zones.map(({ zone }) => zone),
        ),
        gt(alarmOccurrence.bucket, 0),
        gt(alarmOccurrence.raisedAt, since),
        isTrip,
      ),
    )
    .orderBy(alarmOccurrence.id)
    .limit(MOST);
}

export async function writeFirstOut(
  tx: Tx,
  marks: readonly { id: number; firstOut: FirstOut }[],
): Promise<void> {
  if (marks.length === 0) return;
  await tx.client.query(LOCK_OCCURRENCES, [marks.map(({ id }) => id)]);
  await tx.client.query(
    `update alarm_occurrence o set first_out = r.first_out, revision = o.revision + 1
     from json_populate_recordset(null::alarm_occurrence, $1) r where o.id = r.id`,
    [jsonRecords(alarmOccurrence, marks)],
  );
}
