import { z } from 'zod';
import type { Grant } from '../../domain/access/roles';
import { grantChanges, grantKey } from '../../domain/access/scope';
import type { Subject } from '../../domain/access/subject';
import { DomainError } from '../../domain/errors';
import { personId, type PersonId } from '../../domain/ids';
import type { Tx } from '../storage/database';
import {
  insertPerson,
  lockPeople,
  replaceGrants,
  selectAdministrators,
  selectPerson,
  updatePerson,
  type PersonWithGrants,
} from '../storage/person-store';
import { deleteSessions } from '../storage/session-store';
import { defineCommand, definePreparedCommand } from './command';
import { assertPlacesExist, grantsInput } from './grants-input';
import { assertPasswordStrong, newPassword } from './own-account';
import { generatePassword, hashPassword } from './passwords';

/** A person's name as it is shown: any letters, nothing that controls a screen or a terminal. */
export const displayName = z
  .string()
  .trim()
  .min(1, 'enter a name')
  .max(80, 'use at most 80 characters')
  .regex(/^[^\p{C}]*$/u, 'use no control characters');

const which = z.object({ person: personId });
const reason = z.string().trim().max(500).optional();

/** What is written down of a person: everything that decides what they may do, and nothing secret. */
export const personFacts = (row: {
  displayName: string;
  disabledAt: number | null;
  grants: readonly Grant[];
}) => ({
  display_name: row.displayName,
  disabled: row.disabledAt !== null,
  roles: row.grants.map(grantKey).sort(),
});

/** The account, or `not-found`; accounts change one at a time until the transaction ends. */
async function lockPerson(tx: Tx, id: PersonId): Promise<PersonWithGrants> {
  await lockPeople(tx);
  const row = await selectPerson(tx, id);
  if (row === undefined) throw new DomainError('not-found', 'There is no such person.');
  return row;
}

/** Acting on an account takes a scope that covers everything the account may do. */
async function accountSubject(tx: Tx, person: PersonId): Promise<Subject> {
  return { kind: 'person', person, grants: (await lockPerson(tx, person)).grants };
}

async function assertAdministratorsLeft(tx: Tx, before: readonly PersonId[]): Promise<void> {
  const left = await selectAdministrators(tx);
  if (before.length > 0 && left.length === 0) throw new DomainError('access.last-administrator');
}

/** Adds a person. Without a password one is made up and returned, once, to be handed over. */
export const addPerson = definePreparedCommand({
  name: 'person.add',
  action: 'people.manage',
  schema: z.object({
    person: personId,
    displayName,
    grants: grantsInput.default([]),
    password: newPassword.optional(),
  }),
  subject: (_tx, { person, grants }) => ({ kind: 'person', person, grants }),
  async prepare({ person, displayName: name, password }) {
    if (password !== undefined) assertPasswordStrong(password, [person, name]);
    const chosen = password ?? generatePassword();
    return { chosen, hash: await hashPassword(chosen) };
  },
  async run(
    tx,
    { person: id, displayName: name, grants, password },
    { actor, now, plant },
    { chosen, hash },
  ) {
    await lockPeople(tx);
    assertPlacesExist(grants, plant);
    const isNew = await insertPerson(tx, { id, displayName: name, passwordHash: hash, createdAt: now });
    if (!isNew) throw new DomainError('conflict', 'There is a person of that sign-in name already.');
    await replaceGrants(tx, id, grants, actor.id, now);
    const after = personFacts({ displayName: name, disabledAt: null, grants });
    return {
      result: { person: id, generatedPassword: password === undefined ? chosen : undefined },
      audit: [{ object: { type: 'person', id }, after, facts: { roles: after.roles.join(' ') } }],
    };
  },
});

/** Makes `grants` all roles of a person. Both what is given and what is taken must lie in the actor's own scope. */
export const setGrants = defineCommand({
  name: 'person.set-roles',
  action: 'people.manage',
  schema: which.extend({ grants: grantsInput, reason }),
  async subject(tx, { person, grants }) {
    const before = (await lockPerson(tx, person)).grants;
    const { given, taken } = grantChanges(before, grants);
    const changes = [...given, ...taken];
    // Naming exactly the roles that somebody has changes nothing, and must not tell a stranger that they are right.
    return { kind: 'person', person, grants: changes.length > 0 ? changes : before };
  },
  async run(tx, { person: id, grants, reason: why }, { actor, now, plant }) {
    const before = await lockPerson(tx, id);
    const { given, taken } = grantChanges(before.grants, grants);
    if (given.length + taken.length === 0) return { result: { person: id }, audit: [] };
    assertPlacesExist(given, plant);
    const administrators = await selectAdministrators(tx);
    await replaceGrants(tx, id, grants, actor.id, now);
    await assertAdministratorsLeft(tx, administrators);
    return {
      result: { person: id },
      audit: [
        {
          object: { type: 'person', id },
          before: personFacts(before),
          after: personFacts({ ...before, grants }),
          reason: why,
          facts: {
            given: given.map(grantKey).join(' '),
            taken: taken.map(grantKey).join(' '),
            roles_before: before.grants.map(grantKey).join(' '),
            roles_after: grants.map(grantKey).join(' '),
          },
        },
      ],
    };
  },
  afterCommit: ({ person }, { host }) => host.bus.emit('access.changed', { person }),
});

/** Disables an account and ends its sessions. Accounts are never deleted: the audit log names them. */
export const disablePerson = defineCommand({
  name: 'person.disable',
  action: 'people.manage',
  schema: which.extend({ reason }),
  subject: (tx, { person }) => accountSubject(tx, person),
  async run(tx, { person: id, reason: why }, { now }) {
    const before = await lockPerson(tx, id);
    if (before.disabledAt !== null) return { result: { person: id }, audit: [] };
    const administrators = await selectAdministrators(tx);
    await updatePerson(tx, id, { disabledAt: now });
    await assertAdministratorsLeft(tx, administrators);
    const ended = await deleteSessions(tx, id);
    return {
      result: { person: id },
      audit: [
        {
          object: { type: 'person', id },
          before: personFacts(before),
          after: personFacts({ ...before, disabledAt: now }),
          reason: why,
          facts: { sessions_ended: ended.length },
        },
      ],
    };
  },
  afterCommit: ({ person }, { host }) =>
    host.bus.emit('session.ended', { sessions: 'all-of-person', person }),
});

/** Lets a disabled account sign in again. */
export const enablePerson = defineCommand({
  name: 'person.enable',
  action: 'people.manage',
  schema: which.extend({ reason }),
  subject: (tx, { person }) => accountSubject(tx, person),
  async run(tx, { person: id, reason: why }, { now }) {
    const before = await lockPerson(tx, id);
    if (before.disabledAt === null) return { result: { person: id }, audit: [] };
    // Being enabled counts as being seen, or the sweep of idle accounts would take it at once.
    await updatePerson(tx, id, { disabledAt: null, lastSeenAt: now });
    return {
      result: { person: id },
      audit: [
        {
          object: { type: 'person', id },
          before: personFacts(before),
          after: personFacts({ ...before, disabledAt: null }),
          reason: why,
        },
      ],
    };
  },
});

/** Ends every session of a person. */
export const endSessionsOf = defineCommand({
  name: 'person.end-sessions',
  action: 'people.manage',
  schema: which,
  subject: (tx, { person }) => accountSubject(tx, person),
  async run(tx, { person: id }) {
    const ended = await deleteSessions(tx, id);
    const audit = { object: { type: 'person', id }, facts: { sessions_ended: ended.length } };
    return { result: { person: id, ended }, audit: ended.length === 0 ? [] : [audit] };
  },
  afterCommit: ({ person }, { host }) =>
    host.bus.emit('session.ended', { sessions: 'all-of-person', person }),
});

/** Gives an account a made-up password, returned once to be handed over; its sessions end. */
export const resetPassword = definePreparedCommand({
  name: 'person.reset-password',
  action: 'people.manage',
  schema: which,
  subject: (tx, { person }) => accountSubject(tx, person),
  async prepare() {
    const chosen = generatePassword();
    return { chosen, hash: await hashPassword(chosen) };
  },
  async run(tx, { person: id }, { now }, { chosen, hash }) {
    await updatePerson(tx, id, { passwordHash: hash, passwordChangedAt: now });
    const ended = await deleteSessions(tx, id);
    return {
      result: { person: id, generatedPassword: chosen },
      audit: [{ object: { type: 'person', id }, facts: { sessions_ended: ended.length } }],
    };
  },
  afterCommit: ({ person }, { host }) =>
    host.bus.emit('session.ended', { sessions: 'all-of-person', person }),
});
