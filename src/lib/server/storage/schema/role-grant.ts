import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { PersonId } from '../../../domain/ids';
import type { Role } from '../../../domain/access/roles';
import { instant } from './columns';
import { person } from './person';

/** A role and where it holds. `scopeId` is '' for the whole plant. */
export const roleGrant = pgTable(
  'role_grant',
  {
    person: text()
      .$type<PersonId>()
      .notNull()
      .references(() => person.id),
    role: text().$type<Role>().notNull(),
    scopeKind: text('scope_kind').$type<'plant' | 'site' | 'zone'>().notNull(),
    scopeId: text('scope_id').notNull().default(''),
    grantedAt: instant('granted_at').notNull(),
    grantedBy: text('granted_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.person, t.role, t.scopeKind, t.scopeId] })],
);
