import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { PersonId, RunId } from '../../../domain/ids';
import type { LineKind } from '../../../domain/playbooks/engine/state';
import { instant } from './columns';
import { run } from './run';

/** A line of a run's history: from 1 without gaps, never changed. */
export const runEntry = pgTable(
  'run_entry',
  {
    run: bigint({ mode: 'number' })
      .$type<RunId>()
      .notNull()
      .references(() => run.id),
    number: integer().notNull(),
    at: instant().notNull(),
    by: text('by_person').$type<PersonId>(),
    kind: text().$type<LineKind>().notNull(),
    runStep: integer('run_step'),
    text: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.run, t.number] })],
);
