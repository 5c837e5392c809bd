import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { GatewayId, RunId } from '../../../domain/ids';
import type { GatewayOperation } from '../../../domain/plant/gateway-operations';
import { instant } from './columns';

/** How a command ended; `not-sent` never left. */
export type CommandOutcome = 'successful' | 'failed' | 'timed-out' | 'withdrawn' | 'not-sent';

/** Every command that was to leave towards a gateway. The row is there before the command is. */
export const gatewayCommand = pgTable(
  'gateway_command',
  {
    /** The id on the command's topic, and what makes sending it twice impossible. */
    id: text().primaryKey(),
    gateway: text().$type<GatewayId>().notNull(),
    operation: text().$type<GatewayOperation>().notNull(),
    payload: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    run: bigint({ mode: 'number' }).$type<RunId>().notNull(),
    runStep: bigint('run_step', { mode: 'number' }).notNull(),
    askedAt: instant('asked_at').notNull(),
    deadline: instant().notNull(),
    /** Handed to the gateway's session; null while that is not known. */
    sentAt: instant('sent_at'),
    outcome: text().$type<CommandOutcome>(),
    endedAt: instant('ended_at'),
    /** Taken back from the gateway's topic, which does not stop what it began. */
    clearedAt: instant('cleared_at'),
  },
  (t) => [index('gateway_command_standing').on(t.gateway), index('gateway_command_run').on(t.run)],
);
