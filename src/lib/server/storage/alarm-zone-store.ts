import { alarmOccurrence } from './schema/alarm-occurrence';
import { isAnyOf } from './alarm-store';
import type { Tx } from './database';

/** Zones that occurrences stand in, by id; '' for none. Those that do not exist are left out. */
export async function zonesOfAlarms(tx: Tx, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await tx.orm
    .select({ id: alarmOccurrence.id, zone: alarmOccurrence.zone })
    .from(alarmOccurrence)
    .where(isAnyOf(alarmOccurrence.id, ids));
  return new Map(rows.map(({ id, zone }) => [id, zone]));
}
