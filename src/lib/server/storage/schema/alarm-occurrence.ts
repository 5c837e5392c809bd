import {
  bigint,
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
} from 'drizzle-orm/pg-core';
import type { Bucket } from '../../../domain/alarms/buckets';
import type { AlarmFacts } from '../../../domain/alarms/condition';
import type { AlarmKind } from '../../../domain/alarms/definition';
import type { FirstOut } from '../../../domain/alarms/first-out';
import type { Priority } from '../../../domain/alarms/priority';
import type { Withheld } from '../../../domain/alarms/state';
import { alarmPoint, type StoredAct } from './alarm-point';
import { instant } from './columns';

/** One activation of an alarm, with the flags that its state is derived from. '' stands for "none" in its place. */
export const alarmOccurrence = pgTable('alarm_occurrence', {
  id: bigint({ mode: 'number' }).primaryKey(),
  point: bigint({ mode: 'number' })
    .notNull()
    .references(() => alarmPoint.id),
  revision: integer().notNull(),
  definition: text().notNull(),
  version: integer().notNull(),
  title: text().notNull(),
  kind: text().$type<AlarmKind>().notNull(),
  priority: smallint().$type<Priority>().notNull(),
  gateway: text().notNull(),
  drive: text().notNull(),
  key: text().notNull(),
  site: text().notNull(),
  zone: text().notNull(),
  text: text().notNull(),
  facts: jsonb().$type<AlarmFacts>().notNull(),
  value: doublePrecision(),
  limit: doublePrecision('limit_value'),
  unit: text(),
  active: boolean().notNull(),
  acked: boolean().notNull(),
  confirmed: boolean().notNull(),
  latched: boolean().notNull(),
  /** Repeats the strongest of what its point says, while it is the newest one of it. */
  withheld: text().$type<Withheld>().notNull(),
  chattering: boolean().notNull(),
  firstOut: text('first_out').$type<FirstOut>().notNull(),
  count: integer().notNull(),
  raisedAt: instant('raised_at').notNull(),
  sourceTime: instant('source_time'),
  clockOffsetMs: doublePrecision('clock_offset_ms'),
  clockUncertaintyMs: doublePrecision('clock_uncertainty_ms'),
  unknownSince: instant('unknown_since'),
  returnedAt: instant('returned_at'),
  acknowledgement: jsonb().$type<StoredAct | null>(),
  confirmation: jsonb().$type<StoredAct | null>(),
  resetting: jsonb().$type<StoredAct | null>(),
  cause: bigint({ mode: 'number' }),
  incident: bigint({ mode: 'number' }),
  event: bigint({ mode: 'number' }),
  closedAt: instant('closed_at'),
  /** Where it is counted and listed; the database computes it of the other columns. */
  bucket: smallint().$type<Bucket>().notNull(),
});
