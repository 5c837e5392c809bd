import { z } from 'zod';
import { PASSWORD_LENGTH, passwordWeakness } from '../../domain/access/password-rules';
import { DomainError } from '../../domain/errors';
import type { PersonId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import { updatePerson } from '../storage/person-store';
import { deleteSessions, selectSessions } from '../storage/session-store';
import { defineCommand, definePreparedCommand, type CommandContext } from './command';
import { hashPassword } from './passwords';
import { publicSession, SESSION_MS } from './sessions';
import { checkPassword, ownId } from './sign-in';

const own = ({ actor }: CommandContext) => ({ kind: 'own', person: actor.id }) as const;

/** A password as it is chosen: its length here, what it is made of by `assertPasswordStrong`. */
export const newPassword = z.string().max(PASSWORD_LENGTH.max * 4, 'too long');

/** Throws `access.password-weak` with the reason. `names` are what the person is called. */
export function assertPasswordStrong(password: string, names: readonly string[]): void {
  const weakness = passwordWeakness(password, names);
  if (weakness === undefined) return;
  throw new DomainError('access.password-weak', weakness, {
    issues: [{ path: 'password', message: weakness }],
  });
}

/** Changes the own password; every other session of the person ends. */
export const changePassword = definePreparedCommand({
  name: 'account.change-password',
  action: 'account.manage',
  schema: z.object({
    current: z.string().min(1, 'enter the present password').max(1_024),
    password: newPassword,
  }),
  subject: (_tx, _input, context) => own(context),
  async prepare({ current, password }, context) {
    const id = await checkPassword(context, ownId(context.actor), current);
    assertPasswordStrong(password, [id, context.actor.displayName]);
    return { id, hash: await hashPassword(password) };
  },
  async run(tx, _input, { now, meta }, { id, hash }) {
    await updatePerson(tx, id, { passwordHash: hash, passwordChangedAt: now });
    const ended = await deleteSessions(tx, id, { except: meta.sessionId });
    return {
      result: { owner: id, ended },
      audit: [{ object: { type: 'person', id }, facts: { sessions_ended: ended.length } }],
    };
  },
  afterCommit: ({ owner, ended }, { host }) =>
    host.bus.emit('session.ended', { sessions: ended, person: owner }),
});

/** Ends one of the own sessions by its shown id, or with `others` all but the present one. */
export const endOwnSessions = defineCommand({
  name: 'account.end-sessions',
  action: 'account.manage',
  schema: z.union([z.object({ others: z.literal('yes') }), z.object({ session: z.string().min(1).max(64) })]),
  subject: (_tx, _input, context) => own(context),
  async run(tx, input, { actor, meta }) {
    const owner = ownId(actor);
    const ended = await deleteSessions(
      tx,
      owner,
      'others' in input ? { except: meta.sessionId } : { only: await idsShownAs(tx, owner, input.session) },
    );
    const audit = { object: { type: 'person', id: owner }, facts: { sessions_ended: ended.length } };
    return { result: { owner, ended }, audit: ended.length === 0 ? [] : [audit] };
  },
  afterCommit: ({ owner, ended }, { host }) =>
    host.bus.emit('session.ended', { sessions: ended, person: owner }),
});

async function idsShownAs(tx: Tx, owner: PersonId, shown: string): Promise<string[]> {
  const rows = await selectSessions(tx, owner);
  return rows.filter((row) => publicSession(row.id) === shown).map((row) => row.id);
}

/** A session as its own person sees it. */
interface OwnSession {
  id: string;
  isPresent: boolean;
  createdAt: Instant;
  lastSeenAt: Instant;
  /** Until when it may act. */
  expiresAt: Instant;
  address: string;
  userAgent: string;
}

/** The sessions of a person, newest first. */
export async function listSessions(
  tx: Tx,
  owner: PersonId,
  present: string | undefined,
): Promise<OwnSession[]> {
  const rows = await selectSessions(tx, owner);
  return rows.map((row) => ({
    id: publicSession(row.id),
    isPresent: row.id === present,
    createdAt: row.createdAt,
    lastSeenAt: row.lastSeenAt,
    expiresAt: row.authenticatedAt + SESSION_MS,
    address: row.address,
    userAgent: row.userAgent,
  }));
}
