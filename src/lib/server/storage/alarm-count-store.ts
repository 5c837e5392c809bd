import { BUCKETS, cellOf, COUNT_CELLS, type Bucket } from '../../domain/alarms/buckets';
import type { Priority } from '../../domain/alarms/priority';
import { siteId, zoneId } from '../../domain/ids';
import type { AlarmCounts } from '../../protocol/alarms';
import type { Tx } from './database';
import { jsonRecords } from './json-records';
import { alarmCount } from './schema/alarm-count';

type CountRow = typeof alarmCount.$inferSelect;

/** By how much the numbers of a zone change; '' is the zone of what has none. */
export interface CountChange {
  zone: string;
  site: string;
  cells: number[];
}

export const noChange = (zone: string, site: string): CountChange => ({
  zone,
  site,
  cells: Array<number>(COUNT_CELLS).fill(0),
});

/** Counts an alarm in (`by` 1) or out (`by` -1). */
export function countIn(change: CountChange, bucket: Bucket, priority: Priority, by: 1 | -1): void {
  const cell = cellOf(bucket, priority);
  if (cell !== undefined) change.cells[cell] = (change.cells[cell] ?? 0) + by;
}

/** Adds changes to the numbers of their zones, whose rows stay locked until the transaction ends. */
export async function addCounts(tx: Tx, changes: readonly CountChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.client.query(
    `insert into alarm_count (zone, site, cells)
     select zone, site, cells from json_populate_recordset(null::alarm_count, $1) order by zone
     on conflict (zone) do update set site = excluded.site, cells = array(
       select a + b from unnest(alarm_count.cells, excluded.cells) with ordinality as both_of (a, b, i) order by i)`,
    [jsonRecords(alarmCount, changes)],
  );
}

/** Numbers of zones; the zone '' is of what has none. */
export async function readCounts(tx: Tx, zones: readonly string[]): Promise<AlarmCounts[]> {
  const { rows } = await tx.client.query<CountRow>(
    'select zone, site, cells from alarm_count where zone = any($1::text[]) order by zone',
    [zones],
  );
  return rows.map(countsOf);
}

/** Counts everything anew, from the occurrences themselves; returns the zones whose numbers had been others. */
export async function recount(tx: Tx): Promise<string[]> {
  // Whoever is about to add a change waits for this; whoever added one already is waited for.
  await tx.client.query('lock table alarm_count in share row exclusive mode');
  const { rows } = await tx.client.query<{
    zone: string;
    site: string;
    bucket: Bucket;
    priority: Priority;
    n: number;
  }>(
    `select zone, max(site) as site, bucket, priority, count(*)::integer as n
     from alarm_occurrence where bucket > ${BUCKETS.none} group by zone, bucket, priority`,
  );
  const before = await tx.orm.select().from(alarmCount);
  const found = new Map(before.map(({ zone, site }) => [zone, noChange(zone, site)]));
  for (const { zone, site, bucket, priority, n } of rows) {
    const counted = found.get(zone) ?? noChange(zone, site);
    found.set(zone, counted);
    const cell = cellOf(bucket, priority);
    if (cell !== undefined) counted.cells[cell] = (counted.cells[cell] ?? 0) + n;
  }
  const known = new Map(before.map((row) => [row.zone, row.cells.join()]));
  const other = [...found.values()].filter(({ zone, cells }) => known.get(zone) !== cells.join());
  await tx.client.query(
    `insert into alarm_count (zone, site, cells)
     select zone, site, cells from json_populate_recordset(null::alarm_count, $1) order by zone
     on conflict (zone) do update set site = excluded.site, cells = excluded.cells`,
    [jsonRecords(alarmCount, other)],
  );
  return other.map(({ zone }) => zone);
}

/** Moves an alarm that is counted as shelved to where it belongs. */
export function unshelved(counts: AlarmCounts, { priority }: { priority: Priority }, to: Bucket): void {
  const place = priority - 1;
  counts.shelved -= 1;
  if (to === BUCKETS.unacknowledged) counts.unacknowledged[place] = (counts.unacknowledged[place] ?? 0) + 1;
  if (to === BUCKETS.acknowledged) counts.acknowledged[place] = (counts.acknowledged[place] ?? 0) + 1;
  if (to === BUCKETS.returned) counts.returned[place] = (counts.returned[place] ?? 0) + 1;
}

function countsOf({ zone, site, cells }: CountRow): AlarmCounts {
  const at = (cell: number): number => cells[cell] ?? 0;
  const four = (from: number): [number, number, number, number] => [
    at(from),
    at(from + 1),
    at(from + 2),
    at(from + 3),
  ];
  return {
    zone: zone === '' ? null : zoneId.parse(zone),
    site: site === '' ? null : siteId.parse(site),
    unacknowledged: four(0),
    acknowledged: four(4),
    returned: four(8),
    shelved: at(12),
    suppressed: at(13),
    outOfService: at(14),
  };
}
