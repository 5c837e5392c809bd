import { z } from 'zod';
import { systemActor } from '../../domain/access/roles';
import { grantKey } from '../../domain/access/scope';
import { personId } from '../../domain/ids';
import { insertPerson, lockPeople, replaceGrants, selectPerson, updatePerson } from '../storage/person-store';
import { definePreparedCommand, NO_REQUEST, type CommandAudit, type CommandHost } from './command';
import { grantsInput } from './grants-input';
import { generatePassword, hashPassword, verifyPassword } from './passwords';
import { perform } from './perform';
import { displayName, personFacts } from './people';

const wanted = z.object({
  person: personId,
  displayName,
  grants: grantsInput,
  /** Set for accounts whose password is dictated from outside; otherwise new accounts get one made up. */
  password: z.string().min(12).optional(),
});
type WantedPerson = z.input<typeof wanted>;

/**
 * Makes accounts exist with these names, roles and passwords: for demonstrations, where people are part of
 * the scenery. The blocklist does not apply, as a script may need to know the password beforehand.
 */
const ensure = definePreparedCommand({
  name: 'person.ensure',
  action: 'people.manage',
  schema: z.array(wanted),
  subject: (_tx, people) => ({
    kind: 'person',
    person: personId.parse('demo'),
    grants: people.flatMap((one) => one.grants),
  }),
  async prepare(people, { host }) {
    const prepared = [];
    for (const one of people) {
      const present = await host.database.read((tx) => selectPerson(tx, one.person));
      const keeps =
        present !== undefined &&
        (one.password === undefined || (await verifyPassword(present.passwordHash, one.password)));
      const chosen = keeps ? undefined : (one.password ?? generatePassword());
      prepared.push({ ...one, chosen, hash: chosen === undefined ? undefined : await hashPassword(chosen) });
    }
    return prepared;
  },
  async run(tx, _input, { actor, now }, people) {
    await lockPeople(tx);
    const audit: CommandAudit[] = [];
    for (const { person: id, displayName: name, grants, hash } of people) {
      const before = await selectPerson(tx, id);
      if (before === undefined && hash !== undefined) {
        await insertPerson(tx, { id, displayName: name, passwordHash: hash, createdAt: now });
      } else if (hash !== undefined) {
        await updatePerson(tx, id, { passwordHash: hash, passwordChangedAt: now });
      }
      const after = personFacts({ displayName: name, disabledAt: null, grants });
      const isSame =
        before !== undefined &&
        before.disabledAt === null &&
        sameGrants(before.grants.map(grantKey), after.roles);
      if (isSame && hash === undefined) continue;
      await updatePerson(tx, id, { displayName: name, disabledAt: null });
      await replaceGrants(tx, id, grants, actor.id, now);
      audit.push({
        object: { type: 'person', id },
        before: before === undefined ? undefined : personFacts(before),
        after,
        facts: { roles: after.roles.join(' ') },
      });
    }
    return { result: people.map(({ person, chosen }) => ({ person, password: chosen })), audit };
  },
});

const sameGrants = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && [...a].sort().every((key, i) => key === [...b].sort()[i]);

/**
 * Makes these people exist; returns the password of each whose password was set now, `undefined` for those
 * who keep theirs.
 */
export const ensurePeople = (host: CommandHost, people: readonly WantedPerson[]) =>
  perform(host, systemActor('demo'), ensure, people, NO_REQUEST);
