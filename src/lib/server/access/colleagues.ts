import { can } from '../../domain/access/can';
import { ANONYMOUS, type Grant } from '../../domain/access/roles';
import type { Subject } from '../../domain/access/subject';
import type { PersonId } from '../../domain/ids';
import type { Tx } from '../storage/database';
import { selectPeople } from '../storage/person-store';

/**
 * Names, by sign-in name, of everybody who may see any of these parts of the plant: no more than whoever works
 * there knows anyhow.
 */
export async function listNames(tx: Tx, subjects: readonly Subject[]): Promise<Record<string, string>> {
  const people = await selectPeople(tx);
  return Object.fromEntries(
    people
      .filter(({ id, grants }) => {
        const actor = asActor(id, grants);
        return subjects.some((subject) => can(actor, 'plant.view', subject).allowed);
      })
      .map(({ id, displayName }) => [id, displayName]),
  );
}

const asActor = (id: PersonId, grants: readonly Grant[]) => ({
  ...ANONYMOUS,
  kind: 'person' as const,
  id,
  displayName: id,
  grants,
});
