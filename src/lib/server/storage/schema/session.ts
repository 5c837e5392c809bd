import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { PersonId } from '../../../domain/ids';
import { instant } from './columns';
import { person } from './person';

/** A signed-in browser. `id` is a hash of what the cookie holds: reading this table signs nobody in. */
export const session = pgTable(
  'session',
  {
    id: text().primaryKey(),
    userId: text('person')
      .$type<PersonId>()
      .notNull()
      .references(() => person.id),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
    createdAt: instant('created_at').notNull(),
    /** When the password was last entered in this session. */
    authenticatedAt: instant('authenticated_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    address: text().notNull(),
    userAgent: text('user_agent').notNull(),
  },
  (t) => [index('session_of_person').on(t.userId)],
);
