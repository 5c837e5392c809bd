import { bigint, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { Priority } from '../../../domain/alarms/priority';
import type { AlarmState } from '../../../domain/alarms/state';
import type { Transition } from '../../../domain/alarms/journal';
import { instant } from './columns';

/** What happened to alarms, by machine or person. Appended, never changed. */
export const alarmJournal = pgTable('alarm_journal', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  at: instant().notNull(),
  occurrence: bigint({ mode: 'number' }).notNull(),
  what: text().$type<Transition>().notNull(),
  state: text().$type<AlarmState>().notNull(),
  definition: text().notNull(),
  priority: smallint().$type<Priority>().notNull(),
  gateway: text().notNull(),
  drive: text().notNull(),
  site: text().notNull(),
  zone: text().notNull(),
  by: text(),
  note: text().notNull(),
  sourceTime: instant('source_time'),
});
