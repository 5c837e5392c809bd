import { sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { columnNames, jsonRecords } from './json-records';
import { alarmAnnunciation } from './schema/alarm-annunciation';
import { alarmJournal } from './schema/alarm-journal';
import { alarmOccurrence } from './schema/alarm-occurrence';
import { alarmPoint } from './schema/alarm-point';

export type AlarmPointRow = typeof alarmPoint.$inferSelect;
export type AlarmOccurrenceRow = typeof alarmOccurrence.$inferSelect;
export type AlarmJournalRow = typeof alarmJournal.$inferSelect;

/** An alarm with its newest occurrence, locked until the transaction ends. */
export interface LockedAlarm {
  point: AlarmPointRow;
  occurrence: AlarmOccurrenceRow | undefined;
}

/** An alarm's name and place; '' stands for none. */
export type PointName = Pick<AlarmPointRow, 'definition' | 'gateway' | 'drive' | 'key' | 'site' | 'zone'>;

/** Equal for equal names of alarms. */
export const pointKey = (name: Pick<PointName, 'definition' | 'gateway' | 'drive' | 'key'>): string =>
  JSON.stringify([name.definition, name.gateway, name.drive, name.key]);

/** `column = any(values)` with all values in one parameter. */
export const isAnyOf = (column: PgColumn, values: readonly (number | string)[]): SQL =>
  sql`${column} = any(${sql.param([...values])})`;

/** Ids by `pointKey`; makes those of `active` that are not there yet. Only under `soleAlarmReporter`. */
export async function ensurePoints(
  tx: Tx,
  names: readonly PointName[],
  active: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const fresh = [...new Map(names.map((name) => [pointKey(name), name]))]
    .filter(([key]) => active.has(key))
    .map(([, name]) => name);
  const { rows } = await tx.client.query<PointName & { id: number }>(
    `with given as (
       select distinct on (definition, gateway, drive, key) definition, gateway, drive, key, site, zone
       from json_populate_recordset(null::alarm_point, $1)
     ), made as (
       insert into alarm_point (definition, gateway, drive, key, site, zone)
       select definition, gateway, drive, key, site, zone from json_populate_recordset(null::alarm_point, $2) g
       where not exists (
         select from alarm_point p
         where (p.definition, p.gateway, p.drive, p.key) = (g.definition, g.gateway, g.drive, g.key))
       returning id, definition, gateway, drive, key
     )
     select p.id, p.definition, p.gateway, p.drive, p.key
     from given g join alarm_point p using (definition, gateway, drive, key)
     union all select id, definition, gateway, drive, key from made`,
    [jsonRecords(alarmPoint, names), jsonRecords(alarmPoint, fresh)],
  );
  return new Map(rows.map((row) => [pointKey(row), row.id]));
}

/** Locks alarms in the order of their ids, so that nobody waits in a circle, and reads them. */
export async function lockAlarms(tx: Tx, points: Iterable<number>): Promise<LockedAlarm[]> {
  const locked = await tx.orm
    .select()
    .from(alarmPoint)
    .where(isAnyOf(alarmPoint.id, [...new Set(points)]))
    .orderBy(alarmPoint.id)
    .for('update');
  const newest = locked.flatMap(({ occurrence }) => (occurrence === null ? [] : [occurrence]));
  const found = await tx.orm.select().from(alarmOccurrence).where(isAnyOf(alarmOccurrence.id, newest));
  const occurrences = new Map(found.map((row) => [row.id, row]));
  return locked.map((point) => ({
    point,
    occurrence: point.occurrence === null ? undefined : occurrences.get(point.occurrence),
  }));
}

/** Points of these occurrences, by occurrence. */
export async function pointsOf(tx: Tx, occurrences: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows = await tx.orm
    .select({ id: alarmOccurrence.id, point: alarmOccurrence.point })
    .from(alarmOccurrence)
    .where(isAnyOf(alarmOccurrence.id, occurrences));
  return new Map(rows.map(({ id, point }) => [id, point]));
}

/** Points behind these gateways with one of these definitions. */
export async function pointsBehind(
  tx: Tx,
  gateways: readonly string[],
  definitions: readonly string[],
): Promise<number[]> {
  if (gateways.length === 0 || definitions.length === 0) return [];
  const { rows } = await tx.client.query<{ id: number }>(
    `select id from alarm_point
     where gateway = any($1::text[]) and definition = any($2::text[]) and occurrence is not null`,
    [gateways, definitions],
  );
  return rows.map(({ id }) => id);
}

/** Points about which something is to be done by now, the longest overdue first, with their gateways. */
export async function duePoints(
  tx: Tx,
  now: Instant,
  limit: number,
): Promise<{ id: number; gateway: string }[]> {
  const { rows } = await tx.client.query<{ id: number; gateway: string }>(
    'select id, gateway from alarm_point where due_at <= $1 order by due_at limit $2',
    [new Date(now).toISOString(), limit],
  );
  return rows;
}

/** Numbers for new occurrences, in rising order. */
export async function takeAlarmNumbers(tx: Tx, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await tx.client.query<{ id: number }>(
    `select nextval('alarm_occurrence_number') as id from generate_series(1, $1)`,
    [count],
  );
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

export interface AlarmWrites {
  points: readonly AlarmPointRow[];
  occurrences: readonly AlarmOccurrenceRow[];
  journal: readonly Omit<AlarmJournalRow, 'id'>[];
  annunciations: readonly Omit<typeof alarmAnnunciation.$inferSelect, 'id'>[];
}

const OF_NAME = ['id', 'definition', 'gateway', 'drive', 'key'];
/** Written by others beside us, or computed. */
const NOT_OURS = ['id', 'firstOut', 'incident', 'revision', 'bucket'];

const setFrom = (source: string, names: readonly string[]): string =>
  names.map((name) => `${name} = ${source}.${name}`).join(', ');

const UPDATE_POINTS = `update alarm_point p set ${setFrom('r', columnNames(alarmPoint, OF_NAME))}
  from json_populate_recordset(null::alarm_point, $1) r where p.id = r.id`;

const OCCURRENCE = columnNames(alarmOccurrence, ['bucket']).join(', ');
const UPSERT_OCCURRENCES = `insert into alarm_occurrence (${OCCURRENCE})
  select ${OCCURRENCE} from json_populate_recordset(null::alarm_occurrence, $1)
  on conflict (id) do update set ${setFrom('excluded', columnNames(alarmOccurrence, NOT_OURS))},
    revision = alarm_occurrence.revision + 1`;

const appendTo = (table: typeof alarmJournal | typeof alarmAnnunciation, name: string): string => {
  const names = columnNames(table, ['id']).join(', ');
  return `insert into ${name} (${names}) select ${names} from json_populate_recordset(null::${name}, $1)`;
};
const APPEND_JOURNAL = appendTo(alarmJournal, 'alarm_journal');
const APPEND_ANNUNCIATIONS = appendTo(alarmAnnunciation, 'alarm_annunciation');

/** Locks occurrences in the order of their ids: whoever writes several of them does so first. */
export const LOCK_OCCURRENCES =
  'select id from alarm_occurrence where id = any($1::bigint[]) order by id for update';

/**
 * Writes what changed, in a statement per table however much it is; each occurrence's revision rises by one. So
 * does that of `causes`, of which the number of what they explain is another.
 */
export async function writeAlarms(tx: Tx, writes: AlarmWrites, causes: readonly number[]): Promise<void> {
  const { points, occurrences, journal, annunciations } = writes;
  await tx.client.query(LOCK_OCCURRENCES, [[...occurrences.map(({ id }) => id), ...causes]]);
  const parts = [
    [UPDATE_POINTS, alarmPoint, points],
    [UPSERT_OCCURRENCES, alarmOccurrence, occurrences],
    [APPEND_JOURNAL, alarmJournal, journal],
    [APPEND_ANNUNCIATIONS, alarmAnnunciation, annunciations],
  ] as const;
  for (const [text, table, rows] of parts) {
    if (rows.length > 0) await tx.client.query(text, [jsonRecords(table, rows)]);
  }
  if (causes.length === 0) return;
  await tx.client.query('update alarm_occurrence set revision = revision + 1 where id = any($1::bigint[])', [
    causes,
  ]);
}

/** Writes down the incident that occurrences belong to. Returns those that were of another or none. */
export async function setAlarmIncident(
  tx: Tx,
  ids: readonly number[],
  incident: number | null,
): Promise<number[]> {
  if (ids.length === 0) return [];
  await tx.client.query(LOCK_OCCURRENCES, [ids]);
  const { rows } = await tx.client.query<{ id: number }>(
    `update alarm_occurrence set incident = $2, revision = revision + 1
     where id = any($1::bigint[]) and incident is distinct from $2 returning id`,
    [ids, incident],
  );
  return rows.map(({ id }) => id);
}
