import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/**
 * Attempts to sign in that have not succeeded, per account, per address and per pair of both; each slows
 * only what it counts. A pair that has succeeded before is not slowed by what others do at its address.
 */
export const signInAttempt = pgTable(
  'sign_in_attempt',
  {
    kind: text().$type<'account' | 'address' | 'pair'>().notNull(),
    subject: text().notNull(),
    failures: integer().notNull(),
    lastFailureAt: instant('last_failure_at').notNull(),
    lastSuccessAt: instant('last_success_at'),
    blockedUntil: instant('blocked_until'),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subject] })],
);
