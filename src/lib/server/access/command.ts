import type { z } from 'zod';
import type { Action } from '../../domain/access/actions';
import type { Actor } from '../../domain/access/roles';
import type { Subject } from '../../domain/access/subject';
import type { AuditEvent } from '../../domain/audit/entry';
import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { AppendAudit } from '../audit/append';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Database, Tx } from '../storage/database';
import type { RefusalLog } from './refusals';

/** What of a request a command and its audit entry may know; all `undefined` for the shell and the program itself. */
export interface RequestMeta {
  requestId: string | undefined;
  address: string | undefined;
  userAgent: string | undefined;
  /** Stored id of the session the request came in. */
  sessionId: string | undefined;
}

export const NO_REQUEST: RequestMeta = {
  requestId: undefined,
  address: undefined,
  userAgent: undefined,
  sessionId: undefined,
};

/** The parts of the server that every mutation passes through. */
export interface CommandHost {
  readonly database: Database;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly log: Logger;
  readonly appendAudit: AppendAudit;
  readonly refusals: RefusalLog;
  /** The plant as it stands, for scopes. */
  plant(): Plant;
}

export interface CommandContext {
  readonly actor: Actor;
  readonly now: Instant;
  readonly meta: RequestMeta;
  readonly plant: Plant;
  readonly host: CommandHost;
  /** Names what a refusal is about, where that is known before the subject is: the account of a sign-in. */
  about(object: { type: string; id: string }): void;
}

/** The entry a command leaves: what it was done to and how that changed. Action, actor and result are filled in. */
export type CommandAudit = Omit<AuditEvent, 'action' | 'result'> &
  Partial<Pick<AuditEvent, 'action' | 'result'>> & {
    /** Who it is written down for, when that is only known after the act: signing in. */
    actor?: Actor | undefined;
  };

export interface Done<Out> {
  result: Out;
  /** One entry per thing that changed; none only when nothing did. */
  audit: readonly CommandAudit[];
}

/** A mutation: everything that has to be true of it, in one place. Made by `defineCommand`, run by `perform`. */
export interface Command<In, Out, Prepared = unknown> {
  /** Verb of the audit entry, such as `person.disable`. */
  readonly name: string;
  /** Row of the action table that decides who may. */
  readonly action: Action;
  readonly schema: z.ZodType<In>;
  /** What it is done to; read inside the transaction, so that the decision and the act see one state. */
  subject(tx: Tx, input: In, context: CommandContext): Promise<Subject> | Subject;
  /** Slow work that must not hold a transaction open, such as hashing a password. Changes nothing. */
  prepare(input: In, context: CommandContext): Promise<Prepared>;
  run(tx: Tx, input: In, context: CommandContext, prepared: Prepared): Promise<Done<Out>>;
  /** News for the rest of the server, once the change is committed. */
  afterCommit(result: Out, context: CommandContext, input: In): void;
}

type Given<In, Out, Prepared> = Omit<Command<In, Out, Prepared>, 'prepare' | 'afterCommit'> &
  Partial<Pick<Command<In, Out, Prepared>, 'afterCommit'>>;

/**
 * Makes a command. It is the only way to change what is stored on somebody's behalf: the schema, the
 * permission, the fresh password where the action wants one, and the audit entry in the same transaction
 * come with it.
 */
export function defineCommand<In, Out>(parts: Given<In, Out, undefined>): Command<In, Out, undefined> {
  return { prepare: async () => undefined, afterCommit: () => undefined, ...parts };
}

/** A command that has slow work to do before its transaction begins. */
export function definePreparedCommand<In, Out, Prepared>(
  parts: Given<In, Out, Prepared> & Pick<Command<In, Out, Prepared>, 'prepare'>,
): Command<In, Out, Prepared> {
  return { afterCommit: () => undefined, ...parts };
}
