import { sql } from 'drizzle-orm';
import { bigint, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { RunId } from '../../../domain/ids';
import type { StepState } from '../../../domain/playbooks/engine/state';
import type { StepStatus } from '../../../domain/playbooks/run';
import { run } from './run';

/** An attempt or iteration of a step; its approval stands in a table of its own. */
export const runStep = pgTable(
  'run_step',
  {
    run: bigint({ mode: 'number' })
      .$type<RunId>()
      .notNull()
      .references(() => run.id),
    number: integer().notNull(),
    state: jsonb().$type<Omit<StepState, 'approval'>>().notNull(),
    status: text()
      .$type<StepStatus>()
      .notNull()
      .generatedAlwaysAs(sql`state ->> 'status'`),
    step: text()
      .notNull()
      .generatedAlwaysAs(sql`state ->> 'step'`),
    dueMs: bigint('due_ms', { mode: 'number' }).generatedAlwaysAs(sql`(state ->> 'dueAt')::bigint`),
    worker: text(),
    leaseMs: bigint('lease_ms', { mode: 'number' }),
  },
  (t) => [primaryKey({ columns: [t.run, t.number] })],
);
