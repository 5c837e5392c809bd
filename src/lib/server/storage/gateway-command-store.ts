import { and, asc, eq, isNull } from 'drizzle-orm';
import type { GatewayId } from '../../domain/ids';
import { MAIN_DEVICE } from '../../domain/plant/entity';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import type { StateReport } from './entity-state-store';
import { commandState } from './schema/command-state';
import { gatewayCommand, type CommandOutcome } from './schema/gateway-command';

export type GatewayCommandRow = typeof gatewayCommand.$inferSelect;
export type CommandStateRow = typeof commandState.$inferSelect;
export type NewGatewayCommand = Pick<
  GatewayCommandRow,
  'id' | 'gateway' | 'operation' | 'payload' | 'run' | 'runStep' | 'askedAt' | 'deadline'
>;

/** A gateway that says more than this of one command has gone wrong; what it says then is kept as its last state only. */
const MOST_STATES = 200;

/** Puts a command on record, before it leaves; false when it is there already: then it must not be sent. */
export async function insertGatewayCommand(tx: Tx, command: NewGatewayCommand): Promise<boolean> {
  const rows = await tx.orm
    .insert(gatewayCommand)
    .values(command)
    .onConflictDoNothing()
    .returning({ id: gatewayCommand.id });
  return rows.length > 0;
}

export const markCommandSent = (tx: Tx, id: string, at: Instant): Promise<unknown> =>
  tx.orm.update(gatewayCommand).set({ sentAt: at }).where(eq(gatewayCommand.id, id));

/** Writes down how a command ended, once: the first end stands. */
export const endGatewayCommand = (
  tx: Tx,
  id: string,
  end: { outcome: CommandOutcome; at: Instant },
): Promise<unknown> =>
  tx.orm
    .update(gatewayCommand)
    .set({ outcome: end.outcome, endedAt: end.at })
    .where(and(eq(gatewayCommand.id, id), isNull(gatewayCommand.endedAt)));

export const markCommandCleared = (tx: Tx, id: string, at: Instant): Promise<unknown> =>
  tx.orm
    .update(gatewayCommand)
    .set({ clearedAt: at })
    .where(and(eq(gatewayCommand.id, id), isNull(gatewayCommand.clearedAt)));

/** A command with all that its gateway said of it; undefined when there is none of that id. */
export async function readGatewayCommand(
  tx: Tx,
  id: string,
): Promise<{ command: GatewayCommandRow; states: CommandStateRow[] } | undefined> {
  const [command] = await tx.orm.select().from(gatewayCommand).where(eq(gatewayCommand.id, id));
  if (command === undefined) return undefined;
  const states = await tx.orm
    .select()
    .from(commandState)
    .where(eq(commandState.command, id))
    .orderBy(asc(commandState.number));
  return { command, states };
}

/** Commands that still stand on their gateway's topic, as far as is known. */
export const readStandingCommands = (tx: Tx): Promise<GatewayCommandRow[]> =>
  tx.orm
    .select()
    .from(gatewayCommand)
    .where(isNull(gatewayCommand.clearedAt))
    .orderBy(asc(gatewayCommand.askedAt));

const HEARD = `
  with given as (
    select g.*, lag(g.body) over (partition by g.gateway, g.name order by g.place) as before
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
      with ordinality as g (gateway, name, status, body, source_ms, received_ms, place)
  ), news as (
    select c.id, given.*, coalesce(last.number, 0) as last_number
    from given
    join gateway_command c on c.gateway = given.gateway and c.operation || '/' || c.id = given.name
    left join lateral (
      select number, body from command_state s where s.command = c.id order by number desc limit 1
    ) last on true
    where given.body::jsonb is distinct from coalesce(given.before::jsonb, last.body)
  )
  insert into command_state (command, number, status, word, body, source_time, received_at)
  select id, last_number + row_number() over (partition by id order by place), status,
    coalesce(body::jsonb ->> 'status', ''), body::jsonb, to_timestamp(source_ms / 1000.0),
    to_timestamp(received_ms / 1000.0)
  from news where last_number < ${MOST_STATES}
  returning command`;

/**
 * Keeps what gateways say of our commands, in the order given; what they say of others is not ours to keep here.
 * Returns the ids of the commands of which something new was said.
 */
export async function hearCommandStates(
  tx: Tx,
  states: readonly StateReport[],
): Promise<ReadonlySet<string>> {
  const said = states.filter(({ channel, topicId }) => channel === 'command' && topicId === MAIN_DEVICE);
  if (said.length === 0) return new Set();
  const { rows } = await tx.client.query<{ command: string }>(HEARD, [
    said.map((s) => s.gateway),
    said.map((s) => s.name),
    said.map((s) => s.status),
    said.map((s) => JSON.stringify(s.body)),
    said.map((s) => s.sourceTime ?? null),
    said.map((s) => s.receivedAt),
  ]);
  return new Set(rows.map(({ command }) => command));
}

/** The newest commands to a gateway, for who looks at it. */
export const listGatewayCommands = (
  tx: Tx,
  gateway: GatewayId,
  limit: number,
): Promise<GatewayCommandRow[]> =>
  tx.orm.query.gatewayCommand.findMany({
    where: eq(gatewayCommand.gateway, gateway),
    orderBy: (c, { desc }) => desc(c.askedAt),
    limit,
  });
