import { bigint, boolean, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Role } from '../../../domain/access/roles';
import type { PersonId, RunId } from '../../../domain/ids';
import type { Approval } from '../../../domain/playbooks/engine/state';
import { instant } from './columns';

/** Consent that was asked for a step of a run. */
export const runApproval = pgTable('run_approval', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  run: bigint({ mode: 'number' }).$type<RunId>().notNull(),
  runStep: integer('run_step').notNull(),
  asked: integer().notNull(),
  roles: text().array().$type<Role[]>().notNull(),
  needed: integer().notNull(),
  bindsTo: text('binds_to').notNull(),
  askedAt: instant('asked_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  state: text().$type<Approval['state']>().notNull(),
  closedAt: instant('closed_at'),
});

/** What a person said to it. */
export const runApprovalVote = pgTable(
  'run_approval_vote',
  {
    approval: bigint({ mode: 'number' })
      .notNull()
      .references(() => runApproval.id),
    person: text().$type<PersonId>().notNull(),
    isConsent: boolean('is_consent').notNull(),
    at: instant().notNull(),
    authenticatedAt: instant('authenticated_at').notNull(),
    reason: text().notNull(),
    named: text().array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.approval, t.person] })],
);
