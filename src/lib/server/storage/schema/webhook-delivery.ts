import { bigint, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { IncidentId } from '../../../domain/ids';
import { incident } from './incident';
import { instant } from './columns';

/** What a webhook is to be told about a step of an escalation, and what became of it. */
export const webhookDelivery = pgTable(
  'webhook_delivery',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    incident: bigint({ mode: 'number' })
      .$type<IncidentId>()
      .notNull()
      .references(() => incident.id),
    /** Of the escalation; -1 for what a step of a playbook tells. */
    step: integer().notNull(),
    target: text().notNull(),
    /** Key of the step of a playbook that tells it; of escalation '', or the entry that called people anew. */
    source: text().notNull().default(''),
    body: jsonb().$type<unknown>().notNull(),
    state: text().$type<DeliveryState>().notNull().default('waiting'),
    attempts: integer().notNull().default(0),
    /** When it is tried next; while it is being sent, when that counts as lost. */
    dueMs: bigint('due_ms', { mode: 'number' }).notNull(),
    createdAt: instant('created_at').notNull(),
    /** When it was last released for sending. */
    releasedAt: instant('released_at'),
    /** Number of the incident's newest entry at that moment: it was released before all that came later. */
    releasedAfter: integer('released_after'),
    doneAt: instant('done_at'),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
  },
  (t) => [unique().on(t.incident, t.step, t.target, t.source), index('webhook_delivery_due').on(t.dueMs)],
);

/** `withdrawn`: somebody had acknowledged or ended the incident before it was sent. */
export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'failed' | 'withdrawn';
