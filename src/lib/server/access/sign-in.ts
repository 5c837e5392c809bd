import { z } from 'zod';
import { ANONYMOUS, type Actor } from '../../domain/access/roles';
import { INSTALLATION } from '../../domain/access/subject';
import { DomainError } from '../../domain/errors';
import { personId, type PersonId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import { selectPerson, updatePerson, type PersonWithGrants } from '../storage/person-store';
import { deleteSessions } from '../storage/session-store';
import { tryGuarded } from './attempt-guard';
import { defineCommand, definePreparedCommand, type CommandContext } from './command';
import { verifyPassword } from './passwords';
import { publicSession, renewSession, startSession, type StartedSession } from './sessions';

/** Longer than any password may be; bounds the work of hashing what is sent. */
const secret = z.string().min(1, 'enter the password').max(1_024, 'too long');

export interface SignedIn extends StartedSession {
  person: { id: PersonId; displayName: string };
}

/** Signs in with name and password. Wrong name and wrong password look alike, in words and in time. */
export const signIn = definePreparedCommand({
  name: 'session.start',
  action: 'session.start',
  schema: z.object({ username: z.string().trim().min(1, 'enter the name').max(200), password: secret }),
  subject: () => INSTALLATION,
  prepare: ({ username, password }, context) => checkPassword(context, username.toLowerCase(), password),
  async run(tx, _input, { meta, now }, id) {
    const person = await selectPerson(tx, id);
    if (person === undefined || person.disabledAt !== null) throw new DomainError('access.bad-credentials');
    const started = await startSession(tx, id, meta, now);
    await updatePerson(tx, id, { lastSeenAt: now });
    const result: SignedIn = { ...started, person: { id, displayName: person.displayName } };
    const actor: Actor = {
      ...ANONYMOUS,
      kind: 'person',
      id,
      displayName: person.displayName,
      authMethod: 'password',
      session: publicSession(started.sessionId),
      grants: person.grants,
    };
    return { result, audit: [{ actor, object: { type: 'person', id } }] };
  },
});

/** Ends the session that the request came in. */
export const signOut = defineCommand({
  name: 'session.end',
  action: 'session.renew',
  schema: z.unknown(),
  subject: (_tx, _input, { actor }) => ({ kind: 'own', person: actor.id }),
  async run(tx, _input, { actor, meta }) {
    const owner = ownId(actor);
    const ended = await deleteSessions(tx, owner, {
      only: meta.sessionId === undefined ? [] : [meta.sessionId],
    });
    return { result: { owner, ended }, audit: ended.map(() => ({ object: { type: 'person', id: owner } })) };
  },
  afterCommit: ({ owner, ended }, { host }) =>
    host.bus.emit('session.ended', { sessions: ended, person: owner }),
});

/** Enters the password again, in place: opens what wants it fresh, and lets a session that ran out act again. */
export const reauthenticate = definePreparedCommand({
  name: 'session.renew',
  action: 'session.renew',
  schema: z.object({ password: secret }),
  subject: (_tx, _input, { actor }) => ({ kind: 'own', person: actor.id }),
  prepare: ({ password }, context) => checkPassword(context, ownId(context.actor), password),
  async run(tx, _input, { meta, now }, id) {
    const expiresAt: Instant = await renewSession(tx, meta.sessionId ?? '', now);
    return { result: { expiresAt }, audit: [{ object: { type: 'person', id } }] };
  },
});

/** The person behind an actor who is one. */
export function ownId(actor: Actor): PersonId {
  const id = personId.safeParse(actor.id);
  if (actor.kind !== 'person' || !id.success) throw new DomainError('access.sign-in-needed');
  return id.data;
}

/**
 * Whether the password is this account's, as often as attempts are let through. Throws
 * `access.bad-credentials` or `access.too-many-attempts`.
 */
export async function checkPassword(
  context: CommandContext,
  name: string,
  password: string,
): Promise<PersonId> {
  const id = personId.safeParse(name);
  const { host, meta } = context;
  const found = id.success ? await host.database.read((tx) => selectPerson(tx, id.data)) : undefined;
  // A name that is nobody's is not written down: people type passwords into the wrong field.
  if (found !== undefined) context.about({ type: 'person', id: found.id });
  const usable = (person: PersonWithGrants | undefined) =>
    person === undefined || person.disabledAt !== null ? undefined : person.passwordHash;
  const fits = await tryGuarded(host, name, meta.address, () => verifyPassword(usable(found), password));
  if (!fits || found === undefined) throw new DomainError('access.bad-credentials');
  return found.id;
}
