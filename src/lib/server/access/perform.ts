import type { z } from 'zod';
import { ACTIONS } from '../../domain/access/actions';
import { can, canSomewhere, mustReauthenticate } from '../../domain/access/can';
import type { Actor } from '../../domain/access/roles';
import type { Subject } from '../../domain/access/subject';
import { DomainError, type InputIssue } from '../../domain/errors';
import type { Tx } from '../storage/database';
import type { Command, CommandAudit, CommandContext, CommandHost, RequestMeta } from './command';

/**
 * The one way to carry out a command, for pages, API, sockets and shell alike. Signed in and allowed at
 * all, input by schema, slow preparation; then in one transaction: the subject, permission for it, the
 * password entered lately where wanted, the act, its audit entries. News go out after the commit.
 *
 * Throws `input.invalid`, `access.*` (noted in the audit log as refused, repeats counted), whatever the
 * command itself throws, and `database.unavailable`.
 */
export async function perform<In, Out, Prepared>(
  host: CommandHost,
  actor: Actor,
  command: Command<In, Out, Prepared>,
  input: unknown,
  meta: RequestMeta,
): Promise<Out> {
  let object = { type: 'installation', id: 'installation' };
  const context: CommandContext = {
    actor,
    now: host.clock.now(),
    meta,
    plant: host.plant(),
    host,
    about: (named) => void (object = named),
  };
  try {
    const result = await carryOut(command, input, context);
    announce(command, result, context);
    return result.out;
  } catch (error) {
    if (error instanceof DomainError && isWorthNoting(error)) {
      await host.refusals.note({
        actor,
        action: command.name,
        code: error.code,
        object,
        meta,
      });
    }
    throw error;
  }
}

interface Carried<In, Out> {
  out: Out;
  parsed: In;
}

async function carryOut<In, Out, Prepared>(
  command: Command<In, Out, Prepared>,
  input: unknown,
  context: CommandContext,
): Promise<Carried<In, Out>> {
  const { host, actor } = context;
  assertMayTry(actor, command.action);
  const parsed = parseInput(command.schema, input);
  const prepared = await command.prepare(parsed, context);
  const out = await host.database.transaction(async (tx) => {
    const subject = await command.subject(tx, parsed, context);
    context.about(objectOf(subject));
    assertMay(context, command.action, subject);
    const done = await command.run(tx, parsed, context, prepared);
    // Behind what the act tells the durable stream: everybody locks the heads of the two in that order.
    tx.beforeCommit(async () => {
      await append(tx, done.audit);
    });
    return done.result;
  });
  return { out, parsed };

  /** In one statement for each who they are written down for: of a hundred alarms there are a hundred. */
  async function append(tx: Tx, entries: readonly CommandAudit[]) {
    const { address, requestId } = context.meta;
    for (let from = 0, end = 0; from < entries.length; from = end) {
      const { actor: writtenFor = actor } = entries[from] ?? {};
      while (end < entries.length && (entries[end]?.actor ?? actor) === writtenFor) end += 1;
      const [first, ...more] = entries
        .slice(from, end)
        .map(({ actor: _, ...event }) => ({ action: command.name, result: 'done' as const, ...event }));
      if (first !== undefined)
        await host.appendAudit(tx, [first, ...more], { actor: writtenFor, address, requestId });
    }
  }
}

/** Before anything is read: strangers and those who may this nowhere learn nothing about input or objects. */
function assertMayTry(actor: Actor, action: Command<unknown, unknown>['action']): void {
  const { roles } = ACTIONS[action];
  if (roles === 'public') return;
  if (actor.kind === 'anonymous') throw new DomainError('access.sign-in-needed');
  const forOneself = Object.values(roles).includes('self');
  if (!forOneself && !canSomewhere(actor, action)) throw new DomainError('access.denied');
}

function assertMay(
  context: CommandContext,
  action: Command<unknown, unknown>['action'],
  subject: Subject,
): void {
  const decision = can(context.actor, action, subject, context.plant);
  if (!decision.allowed) throw new DomainError(decision.code, decision.reason);
  if (mustReauthenticate(context.actor, action, context.now)) {
    throw new DomainError('access.reauthentication-needed');
  }
}

/** Reads input by its schema; throws `input.invalid` with one issue per field. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues: InputIssue[] = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
  }));
  throw new DomainError('input.invalid', undefined, { issues });
}

function announce<In, Out, Prepared>(
  command: Command<In, Out, Prepared>,
  { out, parsed }: Carried<In, Out>,
  context: CommandContext,
): void {
  try {
    command.afterCommit(out, context, parsed);
  } catch (error) {
    // The change is committed: whoever asked for it must not hear that it failed.
    context.host.log.error({ err: error, command: command.name }, 'news of a change went wrong');
  }
}

/** Being asked to sign in or to enter the password again is the ordinary way, not a refusal. */
const isWorthNoting = (error: DomainError): boolean =>
  error.code.startsWith('access.') &&
  error.code !== 'access.sign-in-needed' &&
  error.code !== 'access.reauthentication-needed' &&
  error.code !== 'access.password-weak';

function objectOf(subject: Subject): { type: string; id: string } {
  switch (subject.kind) {
    case 'zone':
      return { type: 'zone', id: subject.zone };
    case 'site':
      return { type: 'site', id: subject.site };
    case 'person':
    case 'own':
      return { type: 'person', id: subject.person };
    case 'installation':
    case 'unplaced':
      return { type: 'installation', id: 'installation' };
  }
}
