import { and, desc, eq, gte, lt, type SQL } from 'drizzle-orm';
import type { Instant } from '../../domain/time';
import { isAnyOf, type AlarmJournalRow } from './alarm-store';
import type { Tx } from './database';
import { alarmJournal } from './schema/alarm-journal';

export interface JournalFilter {
  occurrence?: number | undefined;
  what?: AlarmJournalRow['what'] | undefined;
  priority?: AlarmJournalRow['priority'] | undefined;
  site?: string | undefined;
  zone?: string | undefined;
  gateway?: string | undefined;
  drive?: string | undefined;
  definition?: string | undefined;
  by?: string | undefined;
  from?: Instant | undefined;
  /** Exclusive. */
  to?: Instant | undefined;
  /** Only lines older than this number. */
  before?: number | undefined;
}

/** Lines of the alarm journal about these zones ('' is the zone of what has none), newest first. */
export function readJournal(
  tx: Tx,
  zones: readonly string[],
  filter: JournalFilter,
  limit: number,
): Promise<AlarmJournalRow[]> {
  const conditions: SQL[] = [isAnyOf(alarmJournal.zone, zones)];
  const { from, to, before, ...same } = filter;
  for (const [field, value] of Object.entries(same)) {
    const column = alarmJournal[field as keyof typeof same];
    if (value !== undefined) conditions.push(eq(column, value));
  }
  if (from !== undefined) conditions.push(gte(alarmJournal.at, from));
  if (to !== undefined) conditions.push(lt(alarmJournal.at, to));
  if (before !== undefined) conditions.push(lt(alarmJournal.id, before));
  return tx.orm
    .select()
    .from(alarmJournal)
    .where(and(...conditions))
    .orderBy(desc(alarmJournal.id))
    .limit(limit);
}
