import { bigint, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { Priority } from '../../../domain/alarms/priority';
import { instant } from './columns';

/** What sounded: the only thing that rates and floods are counted by. */
export const alarmAnnunciation = pgTable('alarm_annunciation', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  occurrence: bigint({ mode: 'number' }).notNull(),
  at: instant().notNull(),
  priority: smallint().$type<Priority>().notNull(),
  definition: text().notNull(),
  zone: text().notNull(),
  /** Operator positions that it sounded at. */
  positions: text().array().notNull(),
});
