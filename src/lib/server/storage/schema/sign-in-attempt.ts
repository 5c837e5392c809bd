import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** Failed sign-ins per account, per address and per pair; each slows only what it counts. */
export const signInAttempt = pgTable(
  'sign_in_attempt',
  {
    kind: text().$type<'account' | 'address' | 'pair'>().notNull(),
    subject: text().notNull(),
    failures: integer().notNull(),
    lastFailureAt: instant('last_failure_at').notNull(),
    blockedUntil: instant('blocked_until'),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subject] })],
);
