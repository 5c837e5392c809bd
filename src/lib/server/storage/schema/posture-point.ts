import { pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { ZoneId } from '../../../domain/ids';
import { instant } from './columns';

/** Achieved levels of a zone from a moment on. */
export const posturePoint = pgTable(
  'posture_point',
  {
    zone: text().$type<ZoneId>().notNull(),
    at: instant().notNull(),
    /** Confirmed and possible of FR 1, of FR 2 and so on: fourteen numbers. */
    levels: smallint().array().notNull(),
    targets: smallint().array().notNull(),
    /** Requirements up to the targets that are refuted, and that are unknown. */
    refuted: smallint().notNull(),
    unknown: smallint().notNull(),
  },
  (t) => [primaryKey({ columns: [t.zone, t.at] })],
);
