import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';
import { gatewayCommand } from './gateway-command';

/** What the gateway said of a command of ours, in order; a repetition is not said again. */
export const commandState = pgTable(
  'command_state',
  {
    command: text()
      .notNull()
      .references(() => gatewayCommand.id),
    number: integer().notNull(),
    status: text().$type<'init' | 'running' | 'successful' | 'failed'>().notNull(),
    /** The gateway's own word, where `status` only says that it still runs. */
    word: text().notNull(),
    body: jsonb().$type<unknown>().notNull(),
    sourceTime: instant('source_time'),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.command, t.number] })],
);
