import type { DriveKey } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';

/** Each drive's first energy counter at or after `since`, in kWh; drives without one are left out. */
export async function readFirstEnergy(
  tx: Tx,
  keys: readonly DriveKey[],
  since: Instant,
): Promise<ReadonlyMap<DriveKey, number>> {
  const { rows } = await tx.client.query<{ key: DriveKey; kwh: number }>(
    `select k.key, s.energy_kwh as kwh
     from unnest($1::int[]) as k (key)
     cross join lateral (
       select energy_kwh from sample
       where key = k.key and source_ms >= $2 and source_ms < $2 + 86400000 * 2 and energy_kwh is not null
       order by source_ms limit 1
     ) s`,
    [keys, since],
  );
  return new Map(rows.map(({ key, kwh }) => [key, kwh]));
}
