import type { Actor } from '../../domain/access/roles';
import type { PlaceInList } from '../../domain/alarms/lists';
import { DomainError } from '../../domain/errors';
import type { AlarmId, SiteId, ZoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import { DAY_MS, type Instant } from '../../domain/time';
import type { AlarmView } from '../../protocol/alarms';
import { readAlarmPage, type AlarmFilter } from '../storage/alarm-list-store';
import { readJournal, type JournalFilter } from '../storage/alarm-journal-store';
import { readStatistics, type AlarmStatistics } from '../storage/alarm-statistics-store';
import type { AlarmJournalRow } from '../storage/alarm-store';
import { readAlarmViews } from '../storage/alarm-view';
import type { Tx } from '../storage/database';
import { alarmZonesOf } from './subject';

/** Who asks, of which plant, and when. */
export interface Reader {
  actor: Actor;
  plant: Plant;
  now: Instant;
}

/** A part of the plant; what of it the reader may not see is left out. */
export interface Part {
  site?: SiteId | undefined;
  zone?: ZoneId | undefined;
}

function zonesIn({ actor, plant }: Reader, { site, zone }: Part): string[] {
  const visible = alarmZonesOf(actor, plant);
  if (zone === undefined && site === undefined) return visible;
  const wanted = plant.zones.filter((one) => (zone ?? one.id) === one.id && (site ?? one.site) === one.site);
  return wanted.filter(({ id }) => visible.includes(id)).map(({ id }) => id);
}

/** A page of alarms in the list's own order. */
export async function listAlarms(
  tx: Tx,
  reader: Reader,
  { site, zone, ...filter }: Omit<AlarmFilter, 'site'> & Part,
  page: { limit: number; after?: PlaceInList | undefined },
): Promise<{ alarms: AlarmView[]; last: PlaceInList | undefined }> {
  return readAlarmPage(tx, zonesIn(reader, { site, zone }), filter, page, reader.now);
}

/** One occurrence and everything that happened to it, oldest first. Throws `not-found`. */
export async function readAlarm(
  tx: Tx,
  reader: Reader,
  id: AlarmId,
): Promise<{ alarm: AlarmView; journal: AlarmJournalRow[] }> {
  const [alarm] = await readAlarmViews(tx, [id], reader.now);
  const zones = alarmZonesOf(reader.actor, reader.plant);
  if (alarm === undefined || !zones.includes(alarm.zone ?? '')) {
    throw new DomainError('not-found', 'There is no such alarm, or you may not see it.');
  }
  const lines = await readJournal(tx, zones, { occurrence: id }, MOST_LINES);
  return { alarm, journal: lines.reverse() };
}

const MOST_LINES = 1_000;

/** Lines of the alarm journal, newest first; `next` is the last one's number where there are more. */
export async function listAlarmJournal(
  tx: Tx,
  reader: Reader,
  { site, zone, ...filter }: Omit<JournalFilter, 'site' | 'zone'> & Part,
  limit: number,
): Promise<{ lines: AlarmJournalRow[]; next: number | undefined }> {
  const rows = await readJournal(tx, zonesIn(reader, { site, zone }), filter, limit + 1);
  const lines = rows.slice(0, limit);
  return { lines, next: rows.length > limit ? lines.at(-1)?.id : undefined };
}

/** How noisy the alarms of a part of the plant were over the last day. */
export const alarmStatistics = (tx: Tx, reader: Reader, part: Part): Promise<AlarmStatistics> =>
  readStatistics(tx, zonesIn(reader, part), DAY_MS, reader.now);
