import { date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ZoneId } from '../../../domain/ids';
import { instant } from './columns';

/** What is counted of a zone each UTC day, as it stood when the day ended. */
export const trendDay = pgTable(
  'trend_day',
  {
    day: date({ mode: 'string' }).notNull(),
    zone: text().$type<ZoneId>().notNull(),
    countedAt: instant('counted_at').notNull(),
    certificatesExpired: integer('certificates_expired').notNull(),
    certificatesWithin30: integer('certificates_within30').notNull(),
    certificatesWithin90: integer('certificates_within90').notNull(),
    certificatesUnseen: integer('certificates_unseen').notNull(),
    supportEnded: integer('support_ended').notNull(),
    supportEnding: integer('support_ending').notNull(),
    supportUnknown: integer('support_unknown').notNull(),
    vulnerabilitiesOpen: integer('vulnerabilities_open'),
    vulnerabilitiesOverdue: integer('vulnerabilities_overdue'),
  },
  (t) => [primaryKey({ columns: [t.day, t.zone] })],
);
