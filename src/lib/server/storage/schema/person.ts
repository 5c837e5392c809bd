import { pgTable, text } from 'drizzle-orm/pg-core';
import type { PersonId } from '../../../domain/ids';
import { instant } from './columns';

/** A person who may sign in. Accounts are disabled, never deleted: the audit log names them for ever. */
export const person = pgTable('person', {
  id: text().$type<PersonId>().primaryKey(),
  displayName: text('display_name').notNull(),
  /** argon2id, in its own PHC string form. */
  passwordHash: text('password_hash').notNull(),
  createdAt: instant('created_at').notNull(),
  passwordChangedAt: instant('password_changed_at').notNull(),
  lastSeenAt: instant('last_seen_at'),
  disabledAt: instant('disabled_at'),
});
